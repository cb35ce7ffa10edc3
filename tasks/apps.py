"""Registers the tasks app with Django."""

from __future__ import annotations

from django.apps import AppConfig


class TasksConfig(AppConfig):
    """The work inbox: who has to do which step, with which form."""

    name = "tasks"
    verbose_name = "Work inbox"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Offer queries to forms, the forms' check to the engine's gate, their reading to its scenarios, and to its
        verification, rebuilding and retention what the inbox keeps.
        """
        from engine import checks, rebuilding, retention  # noqa: PLC0415 - models are loaded only now
        from engine import verification as of_instances  # noqa: PLC0415
        from engine.scenarios import answers  # noqa: PLC0415
        from tasks import counting, forgetting, record_sources, verification  # noqa: PLC0415
        from tasks.forms import domains  # noqa: PLC0415
        from tasks.forms.checks import check  # noqa: PLC0415
        from tasks.forms.trying import read_values  # noqa: PLC0415

        record_sources.register()
        if hasattr(checks, "register_form_check"):
            checks.register_form_check(check)
            checks.register_form_fields(domains.of)
        answers.register_form_reading(read_values)
        of_instances.register("tasks.items", verification.items)
        of_instances.register_whole("tasks.counts", verification.counts)
        rebuilding.register("open counts of the inbox", counting.rebuild)
        retention.register("tasks.items", forgetting.forget)
