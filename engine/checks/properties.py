"""Our own properties of steps: a name that is nearly one of ours would be kept and silently do nothing."""

from __future__ import annotations

from collections.abc import Iterator

from engine.findings import Finding, error, warning
from engine.spiff.diagram import Diagram, Node

#: What a property may be called, by its letters alone.
_OURS = {
    name.casefold(): name
    for name in (
        "labelEn", "plain", "plainEn", "targetDuration", "reminder", "sensitive", "stage", "stageEn", "notBy",
        "stopsClock", "deadline", "casePrefix",
    )
}  # fmt: skip


def check(diagram: Diagram) -> Iterator[Finding]:
    """All findings about names of properties, and about separation of duties that nothing upholds."""
    for node in diagram.nodes.values():
        yield from _names(node)
        yield from _truths(node)
        for other in map(str.strip, node.ext.properties.get("notBy", "").split(",")):
            if other and other not in diagram.nodes:
                yield warning(
                    node.id,
                    f"notBy의 {other}은(는) 이 그림에 없습니다. 부르거나 불리는 프로세스의 단계여야 합니다.",
                    f"notBy names {other}, which is not in this diagram but in a calling or called one, or nowhere.",
                )


def _truths(node: Node) -> Iterator[Finding]:
    """Properties that are true or false: any other word would count as false."""
    for name in ("stopsClock", "sensitive"):
        said = node.ext.properties.get(name, "")
        if said.strip().lower().removeprefix("=") not in {"true", "false", ""}:
            yield error(node.id, f"{name}은(는) true나 false입니다: {said}", f"{name} is true or false, not {said}.")


def _names(node: Node) -> Iterator[Finding]:
    for name in node.ext.properties:
        meant = _OURS.get(name.replace("_", "").replace("-", "").strip().casefold())
        if meant is not None and name != meant:
            yield error(node.id, f"속성 {name}은(는) {meant}로 적습니다.", f"The property {name} is written {meant}.")
