"""Django's PostgreSQL backend with a cheaper look at a connection that was kept: see base."""
