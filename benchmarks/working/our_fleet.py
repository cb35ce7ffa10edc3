"""What our workers are started with: the product's Celery app, and the work of the benchmark."""

import os

import django

django.setup()

from django.conf import settings  # noqa: E402 - Django is ready only now

from benchmarks.working import ours  # noqa: E402
from config.celery import app  # noqa: E402

__all__ = ["app"]
if seconds := os.environ.get("BENCH_LEASE_SECONDS"):
    settings.ENGINE_LEASE_SECONDS = float(seconds)
ours.register()
