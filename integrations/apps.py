"""Registers the integrations app with Django."""

from django.apps import AppConfig


class IntegrationsConfig(AppConfig):
    """Outside systems: messages, documents, identity."""

    name = "integrations"
    verbose_name = "Integrations"
    default_auto_field = "django.db.models.BigAutoField"
