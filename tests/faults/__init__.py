"""Processes die; nothing is lost and nothing happens twice."""
