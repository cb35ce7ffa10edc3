"""Every scenario beside a lifecycle passes, and together they reach every end of it."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
import yaml

from engine import definitions, scenarios

PROCESSES = Path(__file__).resolve().parents[2] / "processes"
LIFECYCLES = ("evaluation", "service_application")
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
FILES = [file for name in LIFECYCLES for file in sorted((PROCESSES / name / "scenarios").glob("*.yaml"))]


@pytest.mark.django_db
@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.parent.name}-{file.stem}")
def test_the_scenario_passes(file):
    definitions.forget()
    assert scenarios.run(scenarios.load(file)).problem == ""


@pytest.mark.parametrize("lifecycle", LIFECYCLES)
def test_every_end_is_reached_by_a_scenario(lifecycle):
    texts = [file.read_text() for file in (PROCESSES / lifecycle / "scenarios").glob("*.yaml")]
    reached = {yaml.safe_load(text)["expect"].get("ended") for text in texts}
    diagram = ElementTree.parse(PROCESSES / lifecycle / f"{lifecycle}.bpmn")
    ends = {end.get("id") for end in diagram.iter(f"{BPMN}endEvent")}
    side_ends = {"reminder_sent", "warned"}
    assert ends - side_ends <= reached
