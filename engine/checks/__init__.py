"""What must hold before a bundle may be deployed: nothing that we cannot execute right gets further than this."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from engine import handlers
from engine.bundle import Bundle
from engine.checks import (
    calls,
    compensation,
    constants,
    escapes,
    events,
    expressions,
    extensions,
    files,
    flow,
    listeners,
    properties,
    starts,
    steps,
    stuck,
    style,
    twins,
)
from engine.exploring.subject import FieldReader
from engine.findings import Finding, ModelRefused, error
from engine.spiff import parsing
from engine.spiff.diagram import Diagram

FormCheck = Callable[[bytes], list[Finding]]
_roles: set[str] = set()


def register_roles(roles: Collection[str]) -> None:
    """Say which role ids there are; a lane that is none of them is then worth a warning."""
    _roles.update(roles)


def register_form_check(check_form: FormCheck) -> None:
    """Add a check of form files; the findings' path is filled in here."""
    files.FORM_CHECKS.append(check_form)


def register_form_fields(read: FieldReader) -> None:
    """Say how to find out what the fields of a form may give."""
    stuck.FIELD_READERS[:] = [read]


def check(
    bundle: Bundle, *, called: Mapping[str, Collection[str]] | None = None, served: Collection[str] = ()
) -> list[Finding]:
    """All findings about a bundle, errors first.

    ``called`` says which processes there are and what they call (None: calls are not followed), ``served`` which
    service types are
    served beside the registered handlers.
    """
    try:
        all_diagrams = parsing.diagrams(bundle)
        parsing.diagram_of(bundle)
    except ModelRefused as refused:
        return [_at(finding, f"{bundle.process_id}.bpmn") for finding in refused.findings]
    known_types = {*handlers.registered(), *served}
    decisions, found = files.decisions(bundle)
    found += files.forms(bundle)
    found = files.told_of(found, bundle, [diagram for _, diagram in all_diagrams.values()])
    for name, (path, diagram) in all_diagrams.items():
        if not diagram.executable and name != bundle.process_id:
            continue  # somebody else's pool: drawn, but not run
        places = steps.Places(frozenset(bundle.forms), frozenset(decisions), frozenset(known_types), frozenset(_roles))
        problems = of_diagram(diagram, places)
        if not any(finding.severity == "error" for finding in (*problems, *found)):
            problems += stuck.check(bundle, diagram)
        found += [_at(finding, path) for finding in problems]
    path, own = all_diagrams[bundle.process_id]
    if not own.executable:
        found.append(
            error(
                own.process_id,
                "실행하지 않는 프로세스로 표시되어 있습니다.",
                "The process is marked as not executable.",
            )
        )
    inner = {name: calls.targets(diagram) for name, (_, diagram) in all_diagrams.items()}
    found += [_at(finding, path) for finding in calls.check(own, called, inner)]
    processes = {name: diagram for name, (_, diagram) in all_diagrams.items()}
    found += [_at(finding, path) for finding in escapes.check(processes, bundle.process_id, called)]
    return sorted(dict.fromkeys(found), key=lambda finding: finding.severity != "error")


def look_over(bundle: Bundle) -> list[Finding]:
    """How the diagrams of a bundle are drawn: advice for who draws them, nothing that stops a deployment."""
    paths = bundle.of_kind(".bpmn").items()
    return [_at(finding, path) for path, content in paths for finding in style.check(content)]


def of_diagram(diagram: Diagram, places: steps.Places) -> list[Finding]:
    """The findings about one process by itself."""
    return [
        *diagram.problems,
        *flow.check(diagram),
        *events.check(diagram),
        *twins.check(diagram),
        *starts.check(diagram),
        *compensation.check(diagram),
        *steps.check(diagram, places),
        *extensions.check(diagram),
        *properties.check(diagram),
        *listeners.check(diagram, places.types),
        *expressions.check(diagram),
        *constants.check(diagram),
    ]


def _at(finding: Finding, path: str) -> Finding:
    return finding if finding.path else replace(finding, path=path)
