"""What a draft's file may be, checked at the door: its name, its size, and that it is what its ending says.

Whether the model makes sense is the engine's check; a file that fails here is not even kept.
"""

import json
import re
from pathlib import Path

from engine import limits, scenarios
from webui.studio.reading.xml import NotReadable, parse

NAME = re.compile(r"[a-z][a-z0-9_]{0,79}")
FOLDERS = {"form": "forms", "dmn": "decisions", "yaml": "scenarios"}

EMPTY_FORM = '{{\n  "type": "default",\n  "id": "{name}",\n  "schemaVersion": 19,\n  "components": []\n}}\n'
EMPTY_DECISION = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"
  xmlns:dmndi="https://www.omg.org/spec/DMN/20191111/DMNDI/" xmlns:dc="http://www.omg.org/spec/DMN/20180521/DC/"
  id="{name}_definitions" name="{name}" namespace="urn:gyeot:decisions:{name}">
  <decision id="{name}" name="{name}">
    <decisionTable id="{name}_table" hitPolicy="FIRST">
      <input id="{name}_input" label="">
        <inputExpression id="{name}_input_expression" typeRef="string"><text></text></inputExpression>
      </input>
      <output id="{name}_output" name="result" typeRef="string" />
    </decisionTable>
  </decision>
  <dmndi:DMNDI>
    <dmndi:DMNDiagram id="{name}_diagram">
      <dmndi:DMNShape id="{name}_shape" dmnElementRef="{name}">
        <dc:Bounds height="80" width="180" x="160" y="100" />
      </dmndi:DMNShape>
    </dmndi:DMNDiagram>
  </dmndi:DMNDI>
</definitions>
"""


EMPTY_SCENARIO = """scenario: {name}
process: {process}
now: 2026-03-02T09:00+09:00
start: {{}}
steps: []
expect: {{incidents: 0}}
"""
EMPTY = {"form": EMPTY_FORM, "dmn": EMPTY_DECISION, "yaml": EMPTY_SCENARIO}


class FileTooLarge(Exception):
    """A file above the model's limit."""

    megabytes = limits.MODEL_BYTES // (1024 * 1024)


class FileHasDoctype(Exception):
    """XML with a DOCTYPE: it could name files and addresses, so we read none."""


class FileNotReadable(Exception):
    """Not the XML or JSON that the file's ending promises; ``detail`` is what the reader said."""

    def __init__(self, detail: str) -> None:
        """Keep what the reader said."""
        self.detail = detail
        super().__init__(detail)


class FileNameRefused(Exception):
    """Not a name for a form or a decision: lower-case letters, digits and underscores, beginning with a letter."""


class FileNameTaken(Exception):
    """The draft has such a file already."""


def path_for(kind: str, name: str) -> str:
    """The path in the bundle of a form, decision or scenario (kind "form", "dmn" or "yaml") by its name.

    Raises:
        FileNameRefused: the kind or the name is none.
    """
    if kind not in FOLDERS or not NAME.fullmatch(name):
        raise FileNameRefused
    return f"{FOLDERS[kind]}/{name}.{kind}"


def check_path(path: str, process_id: str) -> None:
    """Only the process's diagram, its forms, decisions and scenarios belong to a draft.

    Raises:
        FileNameRefused: anything else.
    """
    folder, _, file = path.rpartition("/")
    name, _, ending = file.rpartition(".")
    if path != f"{process_id}.bpmn" and (FOLDERS.get(ending) != folder or not NAME.fullmatch(name)):
        raise FileNameRefused


def check_content(path: str, content: bytes) -> None:
    """Refuse what could never be part of a bundle.

    Raises:
        FileTooLarge: more than 2 MB.
        FileHasDoctype: XML with a DOCTYPE.
        FileNotReadable: no well-formed XML, no JSON object, no scenario.
    """
    if len(content) > limits.MODEL_BYTES:
        raise FileTooLarge
    if path.endswith(".form"):
        _check_json(content)
        return
    if path.endswith(".yaml"):
        _check_scenario(path, content)
        return
    try:
        parse(content)
    except NotReadable as problem:
        if problem.reason == "doctype":
            raise FileHasDoctype from problem
        raise FileNotReadable(problem.detail) from problem


def _check_json(content: bytes) -> None:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError) as problem:
        raise FileNotReadable(str(problem)) from problem
    if not isinstance(found, dict):
        raise FileNotReadable("not an object")


def _check_scenario(path: str, content: bytes) -> None:
    try:
        scenarios.read_all(Path(path), content)
    except scenarios.ScenarioUnreadable as problem:
        raise FileNotReadable(str(problem)) from problem


def empty(kind: str, name: str, process_id: str) -> bytes:
    """A new form, decision or scenario to begin with."""
    return EMPTY[kind].format(name=name, process=process_id).encode()
