"""Which versions a deployment's call activities will start, and why some can start none."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from engine import definitions
from engine.commands import process_starts
from engine.findings import Finding, error
from engine.models import ProcessVersion
from engine.spiff import script
from engine.spiff.diagram import Diagram, Node

BINDINGS = ("latest", "deployment", "versionTag")


def pins_of(diagram: Diagram) -> dict[str, str]:
    """The versions that are live now, of the processes the diagram calls by name; those a version tag asks for stand
    under ``process@tag``.
    """
    called = list(_called(diagram))
    plain = {node.ext.called_process or "" for node in called}
    live = ProcessVersion.objects.filter(process_id__in=plain, is_live=True)
    pins = {version.process_id: str(version.id) for version in live}
    for node in called:
        if node.ext.binding == "versionTag" and (tagged := _tagged(node)) is not None:
            pins[pin_name(node)] = str(tagged)
    return pins


def pin_name(node: Node) -> str:
    """Under which name a call's version is pinned."""
    tag = node.ext.version_tag if node.ext.binding == "versionTag" else None
    return f"{node.ext.called_process}@{tag}" if tag else str(node.ext.called_process)


def problems(diagram: Diagram) -> Iterator[Finding]:
    """Calls of what is deployed, but cannot be started so."""
    for node in diagram.nodes.values():
        if node.kind == "callActivity" and node.ext.binding not in BINDINGS:
            yield error(
                node.id,
                f"{node.ext.binding} 방식으로는 부를 수 없습니다.",
                f"A call binds {', '.join(BINDINGS)}, not {node.ext.binding}.",
            )
    for node in _called(diagram):
        live = ProcessVersion.objects.filter(process_id=node.ext.called_process, is_live=True).first()
        if live is None:
            continue
        if node.ext.binding == "versionTag" and _tagged(node) is None:
            yield error(
                node.id,
                f"버전 태그가 {node.ext.version_tag}인 {node.ext.called_process}이(가) 배포되어 있지 않습니다.",
                f"No version of {node.ext.called_process} has the tag {node.ext.version_tag}.",
            )
        elif not process_starts.can_start(live.id):
            yield error(
                node.id,
                f"{node.ext.called_process}에는 일반 시작 이벤트가 없어 부를 수 없습니다.",
                f"The process {node.ext.called_process} has no plain start event and cannot be called.",
            )


def _called(diagram: Diagram) -> Iterator[Node]:
    for node in diagram.nodes.values():
        name = node.ext.called_process
        if node.kind == "callActivity" and name and not script.is_expression(name):
            yield node


def _tagged(node: Node) -> UUID | None:
    versions = ProcessVersion.objects.filter(process_id=node.ext.called_process).order_by("-number")
    ids: list[UUID] = list(versions.values_list("id", flat=True))
    tag = node.ext.version_tag
    return next((one for one in ids if tag and definitions.get(one).diagram.ext.version_tag == tag), None)
