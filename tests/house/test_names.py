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
#: The row itself is a moment or a day: an event, a roll-up, a calendar's entry.
OWN_MOMENT = {"at"}
OWN_DAY = {"day", "date", "month"}
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"


def lifecycles() -> list[Path]:
    return sorted(path for path in Path(settings.PROCESSES_DIR).iterdir() if [*path.glob("*.bpmn")])


def fields() -> list[models.Field]:
    found = [model for model in apps.get_models() if model._meta.app_label in OURS]
    return [field for model in found for field in model._meta.local_fields if field.name not in NOT_OURS]


def test_every_file_names_its_subject() -> None:
    wrong = [where(path) for path in modules() if path.stem in SAY_NOTHING or path.parent.name in SAY_NOTHING]
    assert not wrong, str(wrong)


def test_background_work_is_a_job_and_lives_in_jobs() -> None:
    wrong = [where(path) for path in modules() if path.stem == "tasks"]
    assert not wrong, str(wrong)
    celery = [
        where(path, node)
        for path in modules()
        if path.name != "jobs.py"
        for node in functions(path)
        if any("shared_task" in ast.unparse(decorator) for decorator in node.decorator_list)
    ]
    assert not celery, "\n".join(celery)


def test_a_moment_ends_in_at_and_a_day_in_date() -> None:
    moments = [field for field in fields() if isinstance(field, models.DateTimeField)]
    days = [field for field in fields() if isinstance(field, models.DateField) and field not in moments]
    wrong = [field for field in moments if not field.name.endswith("_at") and field.name not in OWN_MOMENT]
    wrong += [field for field in days if not field.name.endswith("_date") and field.name not in OWN_DAY]
    assert not wrong, named(wrong)


def test_a_duration_carries_its_unit() -> None:
    wrong = [field for field in fields() if isinstance(field, models.DurationField)]
    assert not wrong, named(wrong)


def test_only_measured_seconds_are_floats() -> None:
    floats = [field for field in fields() if isinstance(field, models.FloatField)]
    wrong = [field for field in floats if not field.name.endswith("seconds")]
    assert not wrong, named(wrong)


def named(found: list[models.Field]) -> str:
    return ", ".join(f"{field.model.__name__}.{field.name}" for field in found)


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
    assert not wrong, "\n".join(wrong)
