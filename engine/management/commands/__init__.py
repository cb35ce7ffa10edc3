"""Commands of the engine for people at a shell."""
