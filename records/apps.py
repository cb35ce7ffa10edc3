"""Registers the records app with Django."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """The domain: people, organisations, decisions; knows nothing of BPMN."""

    name = "records"
    verbose_name = "Records"
    default_auto_field = "django.db.models.BigAutoField"
