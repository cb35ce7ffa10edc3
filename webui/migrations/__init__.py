"""Migrations of the web room."""
