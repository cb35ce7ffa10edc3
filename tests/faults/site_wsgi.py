"""The site's WSGI entry with the handlers of the faulty process."""

from config.wsgi import application
from tests.faults import outer_world

__all__ = ["application"]
outer_world.register()
