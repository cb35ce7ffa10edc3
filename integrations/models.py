"""What the stand-ins for outside systems keep: the messages nobody really sent."""

from integrations.messages.models import FakeMessage

__all__ = ["FakeMessage"]
