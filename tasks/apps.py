"""Registers the tasks app with Django."""

from django.apps import AppConfig


class TasksConfig(AppConfig):
    """The work inbox: who has to do which step, with which form."""

    name = "tasks"
    verbose_name = "Work inbox"
    default_auto_field = "django.db.models.BigAutoField"
