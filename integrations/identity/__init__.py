"""One-time codes: SMS and authenticator app."""
