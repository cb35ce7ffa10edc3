"""Registers the webui app with Django."""

from django.apps import AppConfig


class WebuiConfig(AppConfig):
    """The only HTTP of the system: pages, API, webhooks."""

    name = "webui"
    verbose_name = "Web"
    default_auto_field = "django.db.models.BigAutoField"
