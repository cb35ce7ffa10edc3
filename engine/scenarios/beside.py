"""What files beside a scenario hold: processes, and the forms and tables that a diagram names."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from django.conf import settings

from engine import dmn, written
from engine.bundle import Bundle
from engine.findings import ModelRefused
from engine.spiff import reading, script
from engine.spiff.diagram import Diagram

_ID = re.compile(r"""\bid\s*=\s*(["'])(.*?)\1""")


def readable(content: bytes) -> dict[str, Diagram]:
    """The processes of a file by id; none where it is refused."""
    try:
        return reading.read(content)
    except ModelRefused:
        return {}


def refuse_meant(process_id: str, here: Path) -> None:
    """Say why the file cannot be read that holds a process, or that is the only one beside.

    Raises:
        ModelRefused: there is such a file.
    """
    near = sorted(here.glob("*.bpmn"))
    named = [file for file in (*near, *sorted(here.parent.glob("*.bpmn"))) if process_id in _ids(file.read_bytes())]
    for file in [*named, *(near if len(near) == 1 else [])]:
        try:
            reading.read(file.read_bytes())
        except ModelRefused as refused:
            raise ModelRefused([replace(finding, path=file.name) for finding in refused.findings]) from None


def _ids(content: bytes) -> set[str]:
    return {found for _quote, found in _ID.findall(written.text(content))}


def bundle_of(file: Path, process_id: str) -> Bundle:
    """The bundle of one process of a file, with the forms and tables beside it that the file names."""
    content = file.read_bytes()
    files = {file.name: content}
    nodes = [node for diagram in readable(content).values() for node in diagram.nodes.values()]
    forms = {node.ext.form_id or node.id for node in nodes}
    decisions = [node.ext.decision_id for node in nodes if node.ext.decision_id]
    library = Path(settings.PROCESSES_DIR) / "shared" / "forms"
    for folder in (file.parent, file.parent / "forms", file.parent / "decisions", library):
        for form in sorted(folder.glob("*.form")):
            if form.stem in forms:
                files.setdefault(f"forms/{form.name}", form.read_bytes())
    tables = _tables(file, decisions)
    return Bundle(process_id, files | {f"decisions/{name}": table for name, table in tables.items()})


def _tables(drawn: Path, wanted: list[str]) -> dict[str, bytes]:
    """The table files beside a diagram that may hold a decision it names, and all that these import. Where several
    cases lie side by side, a decision in the file that is called as the diagram is meant before any other of its name.
    """
    beside: dict[str, bytes] = {}
    for folder in (drawn.parent, drawn.parent / "decisions") if wanted else ():
        for file in sorted(folder.glob("*.dmn")):
            beside.setdefault(file.name, file.read_bytes())
    own = beside.get(f"{drawn.stem}.dmn", b"")
    others = sorted(set(wanted) - _ids(own)) if own else wanted
    found = {name: table for name, table in beside.items() if _holds_one(table, wanted if table == own else others)}
    pending = [namespace for table in found.values() for namespace in dmn.imported(table)]
    library = dmn.by_namespace(beside.values()) if pending else {}
    names = {table: name for name, table in beside.items()}
    while pending:
        table = library.pop(pending.pop(), None)
        if table is not None:
            found[names[table]] = table
            pending += dmn.imported(table)
    return found


def _holds_one(table: bytes, wanted: list[str]) -> bool:
    """Whether a table file may hold one of the decisions a diagram names; a computed name may be any."""
    ids = _ids(table)
    return any(name in ids or script.is_expression(name) for name in wanted)
