"""The other files of a bundle: decisions and forms."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from engine import dmn, written
from engine.bundle import Bundle, form_id
from engine.checks import tables
from engine.findings import Finding
from engine.spiff.diagram import Diagram

_DECISION = re.compile(r"""<(?:[\w-]+:)?decision\b[^>]*?\bid\s*=\s*["'](.*?)["']""")
FORM_CHECKS: list[Callable[[bytes], list[Finding]]] = []


def decisions(bundle: Bundle) -> tuple[set[str], list[Finding]]:
    """The ids of all decisions in the bundle, and what is wrong with their files."""
    known: dict[str, str] = {}
    found: list[Finding] = []
    files = bundle.of_kind(".dmn")
    library = dmn.by_namespace(files.values())
    for path, content in files.items():
        try:
            model = dmn.parse(content, imports=library)
        except dmn.DecisionRefused as refused:
            found.append(_finding(path, refused.element_id or None, refused.reason))
            continue
        for name in model.decisions:
            other = known.setdefault(name, path)
            if files[other] != content:
                found.append(_finding(path, name, f"{other} holds the decision {name} too"))
        found += tables.findings(model, path)
    return set(known), found


def forms(bundle: Bundle) -> list[Finding]:
    """What is wrong with the form files: id and stem differ, or a registered check says so."""
    found: list[Finding] = []
    for path, content in bundle.of_kind(".form").items():
        if (named := form_id(content)) != Path(path).stem:
            found.append(_finding(path, None, f"the file's stem is not the form's id ({named})"))
            continue
        for check in FORM_CHECKS:
            found += [replace(finding, path=path) for finding in check(content)]
    return found


def told_of(found: list[Finding], bundle: Bundle, diagrams: list[Diagram]) -> list[Finding]:
    """The findings about files, each naming also the file's form or decisions and the steps that use them."""
    nodes = [node for diagram in diagrams for node in diagram.nodes.values()]
    users: dict[str, set[str]] = {}
    for path, content in bundle.files.items():
        held = {Path(path).stem}
        if path.endswith(".dmn"):
            held |= set(_DECISION.findall(written.text(content)))
        using = {node.id for node in nodes if held & {node.ext.form_id or node.id, node.ext.decision_id}}
        users[path] = held | using
    return [replace(finding, others=tuple(sorted(users.get(finding.path, set())))) for finding in found]


def _finding(path: str, element_id: str | None, reason: str) -> Finding:
    return Finding(element_id=element_id, path=path, message_ko=f"{path}: {reason}", message_en=reason)
