"""How a diagram is drawn: bpmnlint's recommended rules, run on the server by the package ``bpmn-io``.

They never stop a deployment, so they are asked where somebody looks at a draft. Left out is what the engine executes
although the rules advise against it (inclusive gateways, several definitions on one event) and what has a check of its
own here.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

from lxml import etree

from engine.findings import Finding, ModelRefused, warning
from engine.spiff import xml

#: What each rule means, in Korean; the English is the rule's own message.
_KOREAN: Final = {
    "conditional-flows": "조건이나 기본 흐름이 빠진 갈래가 있습니다",
    "end-event-required": "종료 이벤트가 없습니다",
    "fake-join": "여러 흐름이 게이트웨이 없이 들어와 합쳐지지 않습니다",
    "global": "쓰이지 않거나 이름이 없는 선언입니다",
    "label-required": "이름이 없습니다",
    "no-bpmndi": "그림에 자리가 없습니다",
    "no-disconnected": "다른 요소와 이어져 있지 않습니다",
    "no-duplicate-sequence-flows": "같은 두 요소를 잇는 흐름이 겹칩니다",
    "no-gateway-join-fork": "게이트웨이 하나가 합치기와 나누기를 함께 합니다",
    "no-implicit-end": "종료 이벤트 없이 끝납니다",
    "no-implicit-split": "게이트웨이 없이 흐름이 나뉩니다",
    "no-implicit-start": "시작 이벤트 없이 시작합니다",
    "no-overlapping-elements": "그림에서 다른 요소와 겹칩니다",
    "single-blank-start-event": "일반 시작 이벤트가 둘 이상입니다",
    "start-event-required": "시작 이벤트가 없습니다",
    "sub-process-blank-start-event": "하위 프로세스의 시작 이벤트는 비어 있어야 합니다",
    "superfluous-gateway": "나누지도 합치지도 않는 게이트웨이입니다",
    "superfluous-label": "이름이 필요 없는 요소에 이름이 있습니다",
    "superfluous-termination": "종료할 다른 흐름이 없는데 모두 종료합니다",
}
_CONFIG: Final = {"rules": dict.fromkeys(_KOREAN, "warn")}


@lru_cache(maxsize=200)
def check(content: bytes) -> list[Finding]:
    """What the rules say of a file that could be read, each element once a rule."""
    # A second of imports that only those who look at drafts need.
    from bpmn_io import BpmnModdle  # noqa: PLC0415
    from bpmn_io.lint import Linter  # noqa: PLC0415
    from bpmn_io.lint.resolver import NodeResolver  # noqa: PLC0415
    from bpmn_io.moddle_xml import ParseError  # noqa: PLC0415

    resolver: Any = NodeResolver()
    try:
        root: Any = BpmnModdle().from_xml(_with_ends(content)).root_element
    except (ParseError, ModelRefused):
        return []
    return list(dict.fromkeys(_said(Linter(resolver=resolver).lint(root, _CONFIG))))


def _with_ends(content: bytes) -> str:
    """The file with ``incoming`` and ``outgoing`` in its nodes: the rules read nothing else, though a file may leave
    them out.
    """
    root = xml.load(content)
    nodes = {element.get("id"): element for element in root.iter(f"{{{xml.BPMN}}}*")}
    for number, flow in enumerate(root.iter(xml.bpmn("sequenceFlow"))):
        flow_id = flow.get("id", f"flow-{number}")
        flow.set("id", flow_id)
        for end, tag in (("sourceRef", "outgoing"), ("targetRef", "incoming")):
            node = nodes.get(flow.get(end))
            if node is not None and flow_id not in {child.text for child in node.findall(xml.bpmn(tag))}:
                etree.SubElement(node, xml.bpmn(tag)).text = flow_id
    return etree.tostring(root, encoding="unicode")


def _said(reports: dict[str, list[dict[str, Any]]]) -> Iterator[Finding]:
    for rule, found in reports.items():
        for report in found:
            if report.get("category") == "warn":
                korean, english = _KOREAN[rule], report["message"]
                yield warning(report.get("id"), f"{korean} ({rule}).", f"{english} ({rule}).")
