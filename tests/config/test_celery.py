"""Celery's side: what beat asks for exists, and nothing waits on a broker that is away."""

from celery import current_app
from django.conf import settings

from config.celery import app


def test_every_job_on_the_schedule_exists() -> None:
    app.loader.import_default_modules()
    wanted = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert not wanted - set(app.tasks), wanted - set(app.tasks)


def test_a_page_finds_the_broker_of_the_settings() -> None:
    assert current_app.conf.broker_url == settings.CELERY_BROKER_URL


def test_a_wake_up_does_not_try_twice() -> None:
    assert app.conf.task_publish_retry is False
    assert app.conf.broker_connection_max_retries is None
    assert app.conf.broker_transport_options["socket_connect_timeout"] <= 1
