"""Fills the engine's three ports, so that it reports to the inbox and asks the ratebook without knowing either."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The wiring."""

    name = "config"

    def ready(self) -> None:
        """Fill the ports; models must be loaded first, hence the imports here."""
        # Importing it makes it the current app: a page that wakes the engine must find this broker.
        from config import celery  # noqa: F401, PLC0415
        from engine import ports  # noqa: PLC0415
        from records import ratebook  # noqa: PLC0415
        from tasks import worklist  # noqa: PLC0415

        ports.install(worklist=worklist.TaskWorkList(), calendar=ratebook, rates=ratebook)
