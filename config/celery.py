"""Celery: the fleet that carries jobs; PostgreSQL holds the truth about them."""

import os

from celery import Celery, signals
from kombu.transport.redis import Transport

from config.broker import Channel
from webui import heartbeats

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.embedded")

Transport.Channel = Channel

app = Celery("gyeot")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(related_name="jobs")


def _worker_lives(**_about: object) -> None:
    heartbeats.keep_giving("worker")


def _beat_lives(**_about: object) -> None:
    heartbeats.keep_giving("beat")


signals.worker_ready.connect(_worker_lives)
signals.beat_init.connect(_beat_lives)
