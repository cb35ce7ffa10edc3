"""PostgreSQL and Valkey from PyPI wheels, run by our own supervisor for demo and tests."""
