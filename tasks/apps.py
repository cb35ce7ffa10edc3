"""Registers the tasks app with Django."""

from __future__ import annotations

from django.apps import AppConfig


class TasksConfig(AppConfig):
    """The work inbox: who has to do which step, with which form."""

    name = "tasks"
    verbose_name = "Work inbox"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Offer the named queries to forms, and the forms' check to the engine's gate for deployments."""
        from engine import checks  # noqa: PLC0415 - models are loaded only now
        from tasks import record_sources  # noqa: PLC0415
        from tasks.forms.checks import check  # noqa: PLC0415

        record_sources.register()
        if hasattr(checks, "register_form_check"):
            checks.register_form_check(check)
