"""Django's PostgreSQL backend with a cheaper look at a kept connection and a last write that goes with COMMIT."""
