"""Rooms for supervisors."""
