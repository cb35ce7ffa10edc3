"""Commands that wire the layers."""
