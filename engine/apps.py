"""Registers the engine app with Django."""

from django.apps import AppConfig


class EngineConfig(AppConfig):
    """The BPMN machine: runs process definitions and knows nothing of the programme."""

    name = "engine"
    verbose_name = "Process engine"
    default_auto_field = "django.db.models.BigAutoField"
