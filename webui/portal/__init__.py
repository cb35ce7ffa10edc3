"""The public portal and one-time links."""
