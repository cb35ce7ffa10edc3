"""Forms and decisions used by more than one lifecycle."""
