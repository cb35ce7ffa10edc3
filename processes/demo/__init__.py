"""The demonstration: fictional people and places, and cases in every state, driven by the real engine."""

from django.conf import settings

PASSWORD = "gyeot-demo-2026"  # noqa: S105 printed by load_demo; refused wherever DEMO is off


class NotADemo(Exception):
    """Demonstration data were asked for where real data may lie; nothing was written."""


def require_demo() -> None:
    """Raise NotADemo unless the settings say that this is a demonstration."""
    if not getattr(settings, "DEMO", False):
        raise NotADemo
