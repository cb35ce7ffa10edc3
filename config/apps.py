"""Fills the engine's three ports, so that it reports to the inbox and asks the ratebook without knowing either."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The wiring."""

    name = "config"

    def ready(self) -> None:
        """Fill the ports; models must be loaded first, hence the imports here."""
        from engine import ports  # noqa: PLC0415
        from records import ratebook  # noqa: PLC0415
        from tasks import worklist  # noqa: PLC0415

        ports.install(worklist=worklist.TaskWorkList(), calendar=ratebook, rates=ratebook)
