"""Celery: the fleet that carries jobs; PostgreSQL holds the truth about them."""

import os

from celery import Celery, signals
from django.db import connections
from kombu.transport.redis import Transport

from config import lasting
from config.broker import Channel
from webui import heartbeats

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.embedded")

Transport.Channel = Channel

app = Celery("gyeot")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(related_name="jobs")


def _worker_lives(**_about: object) -> None:
    lasting.begun()
    heartbeats.keep_giving("worker")


def _pool_process_lives(**_about: object) -> None:
    lasting.begun()


def _beat_lives(**_about: object) -> None:
    heartbeats.keep_giving("beat")


def _keep_connection(**_about: object) -> None:
    """Connections live as long as those of web requests; one that broke meanwhile is none, and a new one is made."""
    for connection in connections.all(initialized_only=True):
        connection.close_if_unusable_or_obsolete()
        connection.close_if_health_check_failed()


signals.task_prerun.connect(_keep_connection)
signals.worker_ready.connect(_worker_lives)
signals.worker_process_init.connect(_pool_process_lives)
signals.beat_init.connect(_beat_lives)
