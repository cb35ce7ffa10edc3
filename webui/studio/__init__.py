"""Rooms for analysts."""
