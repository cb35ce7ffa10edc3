"""SMS and mail."""
