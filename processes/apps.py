"""Registers the processes app with Django."""

from django.apps import AppConfig


class ProcessesConfig(AppConfig):
    """The lifecycles: diagrams, forms, decisions and their handlers side by side."""

    name = "processes"
    verbose_name = "Lifecycles"
    default_auto_field = "django.db.models.BigAutoField"
