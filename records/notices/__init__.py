"""What a person was told, by which channel."""
