"""PDF by Typst, encrypted storage of bytes."""
