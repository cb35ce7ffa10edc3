"""Processes drawn by chance, driven by chance, beside an oracle that knows no engine."""
