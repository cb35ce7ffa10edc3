"""Rows may only point where imports may look: down the layers, and in the records to the left."""

from django.apps import apps
from django.db import models

#: A row may point into its own app and into these.
BELOW: dict[str, set[str]] = {
    "engine": set(),
    "records": set(),
    "integrations": set(),
    "tasks": {"engine", "records", "integrations"},
    "processes": {"tasks", "engine", "records", "integrations"},
    "webui": {"processes", "tasks", "engine", "records", "integrations"},
}
NOUNS = ["people", "organisations", "documents", "notices", "support", "assistants", "matching", "training"]
NOUNS += ["activity", "attendance", "claims"]


def relations() -> list[tuple[models.Field, type[models.Model]]]:
    found = [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label in BELOW]
    pairs = [(field, field.related_model) for model in found for field in model._meta.get_fields() if field.concrete]
    return [(field, target) for field, target in pairs if isinstance(target, type)]


def test_rows_point_down_the_layers() -> None:
    up = [
        f"{field.model._meta.label}.{field.name} -> {target._meta.label}"
        for field, target in relations()
        if target._meta.app_label in BELOW
        and target._meta.app_label != field.model._meta.app_label
        and target._meta.app_label not in BELOW[field.model._meta.app_label]
    ]
    assert not up, "\n".join(up)


def test_a_noun_points_only_to_nouns_on_its_left() -> None:
    right = []
    for field, target in relations():
        here, there = noun(field.model), noun(target)
        if here and there and NOUNS.index(there) > NOUNS.index(here):
            right.append(f"{field.model._meta.label}.{field.name} -> {target._meta.label}")
    assert not right, "\n".join(right)


def test_every_model_of_the_records_belongs_to_a_noun_or_stands_at_the_root() -> None:
    strangers = [
        model._meta.label
        for model in apps.get_app_config("records").get_models()
        if noun(model) is None and model.__module__.count(".") > 1
    ]
    assert not strangers, "\n".join(strangers)


def noun(model: type[models.Model]) -> str | None:
    room, *rest = model.__module__.split(".")
    return rest[0] if room == "records" and rest and rest[0] in NOUNS else None
