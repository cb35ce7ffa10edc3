"""Conditions over numbers that a form may leave empty: there they are neither true nor false, which stops a case."""

from __future__ import annotations

from collections.abc import Iterator

from engine.exploring import relevance
from engine.exploring.searching import Found
from engine.findings import Finding, warning


def check(found: Found) -> Iterator[Finding]:
    """Every flow whose condition was asked while such a number might be missing."""
    fields = found.subject.forms.values()
    numbers = {name for form in fields for name, one in form.items() if one.kind == "number" and one.nullable}
    for flow in found.subject.diagram.flows.values():
        if flow.condition in found.doubtful:
            asked = relevance.names_in(flow.condition)
            name = min(asked & numbers or asked)
            yield warning(
                flow.id,
                f"{name}을(를) 비워 두면 이 조건은 참도 거짓도 아니어서 건이 멈춥니다. "
                f"양식에서 필수로 하거나 조건에서 먼저 {name} != null인지 물으세요.",
                f"Where {name} is left empty the condition is neither true nor false and the case stops: make the "
                f"field required, or ask for {name} != null first.",
            )
