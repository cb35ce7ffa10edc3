"""Registers the processes app and, at start-up, the handlers, the start rules and the roles that lanes may have."""

from pathlib import Path

from django.apps import AppConfig
from django.conf import settings

#: Lanes held by a person in their own right, not by a post at an organisation.
PERSONAL_ROLES = ("supported_worker", "guardian", "work_assistant", "employer")


class ProcessesConfig(AppConfig):
    """The lifecycles: diagrams, forms, decisions and their handlers side by side."""

    name = "processes"
    verbose_name = "Lifecycles"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Find the handlers of every folder that holds a lifecycle; a broken module stops the start."""
        from engine import checks, handlers  # noqa: PLC0415 - models must be loaded before handlers import records
        from records.organisations.models import Role  # noqa: PLC0415

        checks.register_roles([*Role.values, *PERSONAL_ROLES])
        for lifecycle in lifecycles(Path(settings.PROCESSES_DIR)):
            for module in ("handlers", "outside", "starting"):
                handlers.load(f"processes.{lifecycle}.{module}")


def lifecycles(root: Path) -> list[str]:
    """Name the folders under the root whose diagram carries their name."""
    return sorted(folder.name for folder in root.iterdir() if (folder / f"{folder.name}.bpmn").is_file())
