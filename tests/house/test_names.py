"""Names: one word in every place, and none that says nothing."""

import ast
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from tests.house.source import functions, modules, where

SAY_NOTHING = {"util", "utils", "helper", "helpers", "common", "manager", "managers", "service", "services", "misc"}
OURS = {"engine", "records", "integrations", "tasks", "processes", "webui"}
#: Named by Django's own base class.
NOT_OURS = {"last_login"}
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"


def lifecycles() -> list[Path]:
    return sorted(path for path in Path(settings.PROCESSES_DIR).iterdir() if [*path.glob("*.bpmn")])


def fields() -> list[models.Field]:
    found = [model for model in apps.get_models() if model._meta.app_label in OURS]
    return [field for model in found for field in model._meta.local_fields if field.name not in NOT_OURS]


def test_every_file_names_its_subject() -> None:
    assert [where(path) for path in modules() if path.stem in SAY_NOTHING or path.parent.name in SAY_NOTHING] == []


def test_background_work_is_a_job_and_lives_in_jobs() -> None:
    assert [where(path) for path in modules() if path.stem == "tasks"] == []
    celery = [
        where(path, node)
        for path in modules()
        if path.name != "jobs.py"
        for node in functions(path)
        if any("shared_task" in ast.unparse(decorator) for decorator in node.decorator_list)
    ]
    assert celery == []


def test_a_moment_ends_in_at_and_a_day_in_date() -> None:
    wrong = [
        f"{field.model.__name__}.{field.name} ({type(field).__name__})"
        for field in fields()
        if (isinstance(field, models.DateTimeField) and not field.name.endswith("_at"))
        or (
            isinstance(field, models.DateField)
            and not isinstance(field, models.DateTimeField)
            and not is_day(field.name)
        )
    ]
    assert wrong == []


def is_day(name: str) -> bool:
    """`_date`, or the bare word where the row itself is a day of a calendar."""
    return name.endswith("_date") or name in {"day", "date", "month"}


def test_a_duration_carries_its_unit_and_money_is_whole() -> None:
    assert [
        f"{field.model.__name__}.{field.name}" for field in fields() if isinstance(field, models.DurationField)
    ] == []
    assert [f"{field.model.__name__}.{field.name}" for field in fields() if isinstance(field, models.FloatField)] == []


def test_a_lifecycle_has_one_word_in_every_place() -> None:
    for folder in lifecycles():
        [diagram] = folder.glob("*.bpmn")
        ids = [process.get("id") for process in ET.parse(diagram).getroot().iter(f"{BPMN}process")]
        assert diagram.stem == folder.name, diagram
        assert folder.name in ids, diagram


def test_forms_and_tables_are_named_by_their_ids() -> None:
    for folder in lifecycles():
        for form in folder.glob("forms/*.form"):
            assert f'"id": "{form.stem}"' in re.sub(r'"id"\s*:\s*', '"id": ', form.read_text()), form
        for table in folder.glob("decisions/*.dmn"):
            assert f'id="{table.stem}"' in table.read_text(), table


@pytest.mark.parametrize("name", ["handlers.py", "outside.py"])
def test_a_handler_carries_its_lifecycles_name(name: str) -> None:
    wrong = []
    for folder in lifecycles():
        path = folder / name
        if path.exists():
            types = re.findall(r'^@(?:handler|outside)\(\s*"([^"]+)"', path.read_text(), re.MULTILINE)
            wrong += [f"{where(path)}: {kind}" for kind in types if not kind.startswith(f"{folder.name}.")]
    assert wrong == []
