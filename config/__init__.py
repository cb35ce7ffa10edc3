"""Wires the layers together: settings, addresses, Celery, the embedded servers."""
