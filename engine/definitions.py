"""Versions ready to run, kept for the life of the process: a version never changes, so nothing is ever thrown away
but by age.
"""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID

from engine.bundle import Bundle
from engine.models import ProcessVersion
from engine.spiff import parsing
from engine.spiff.definition import Definition


@lru_cache(maxsize=500)
def get(version_id: UUID) -> Definition:
    """The definition of a version; read from PostgreSQL the first time."""
    version = ProcessVersion.objects.get(pk=version_id)
    pins = {process_id: UUID(pin) for process_id, pin in version.pins.items()}
    return parsing.define(bundle(version_id), (version_id, version.number), pins)


@lru_cache(maxsize=200)
def bundle(version_id: UUID) -> Bundle:
    """The files of a version."""
    version = ProcessVersion.objects.get(pk=version_id)
    return Bundle(version.process_id, {file.path: bytes(file.content) for file in version.files.all()})


def forget() -> None:
    """Empty the cache; only tests need it, whose databases come and go."""
    get.cache_clear()
    bundle.cache_clear()
