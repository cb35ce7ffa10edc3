"""Background work: leases, back-off, parking, messages, workers outside."""
