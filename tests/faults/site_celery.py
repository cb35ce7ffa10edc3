"""The fleet with the handlers of the faulty process."""

from config.celery import app
from tests.faults import outer_world

__all__ = ["app"]
outer_world.register()
