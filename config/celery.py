"""Celery: the fleet that carries jobs; PostgreSQL holds the truth about them."""

import os

from celery import Celery, signals
from kombu.transport.redis import Channel

from webui import heartbeats

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.embedded")

# What a lost Redis had handed out is not given back to it: messages only wake, PostgreSQL holds the work. Kombu tries to
# while the connection is being closed, finds none, and its AttributeError ends the worker, poller and all.
Channel.do_restore = False

app = Celery("gyeot")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(related_name="jobs")


def _worker_lives(**_about: object) -> None:
    heartbeats.keep_giving("worker")


def _beat_lives(**_about: object) -> None:
    heartbeats.keep_giving("beat")


signals.worker_ready.connect(_worker_lives)
signals.beat_init.connect(_beat_lives)
