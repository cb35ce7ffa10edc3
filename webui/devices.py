"""A browser's own description in two words that its owner recognises: "Chrome · Windows"."""

from typing import Final

#: Looked for in this order: most browsers also call themselves by the names of others.
BROWSERS: Final = (
    ("Edg", "Edge"),
    ("Whale", "Whale"),
    ("SamsungBrowser", "Samsung Internet"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS: Final = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def in_words(agent: str) -> str:
    """Browser and system as far as they are known; empty where neither is."""
    found = [next((name for mark, name in names if mark in agent), "") for names in (BROWSERS, SYSTEMS)]
    return " · ".join(name for name in found if name)
