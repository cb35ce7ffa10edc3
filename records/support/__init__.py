"""Applications and decisions about support."""
