"""One operation over many instances: which ones, worked in small transactions, counted, cancelled and undone."""
