"""Mistakes in sentences: what is wrong, why, and the shortest path that shows it, in Korean and English."""

from __future__ import annotations

from dataclasses import replace

from engine.exploring.searching import Found, Place, Step
from engine.exploring.verdict import Kind, Mistake
from engine.findings import Finding, error, warning

_ERRORS: dict[Kind, tuple[str, str]] = {
    "starved": (
        "여기서 멈춥니다: 들어오는 흐름을 모두 기다리지만 더 올 흐름이 없습니다.",
        "The process gets stuck here: the gateway waits for a flow that can no longer come.",
    ),
    "endless": (
        "사람도 시각도 기다리지 않고 끝없이 돕니다.",
        "It goes round for ever without waiting for anybody or anything.",
    ),
    "never_ends": (
        "여기부터는 어떤 길로도 끝에 이르지 못합니다.",
        "From here on no path leads to an end.",
    ),
}
_WARNINGS: dict[Kind, tuple[str, str]] = {
    # No flow at all leading to a step is an error (``checks.flow``); what only values keep away does no harm by itself.
    "unreached": (
        "어떤 경우에도 이 요소에 이르지 못합니다. 앞의 조건을 확인하세요.",
        "Nothing that can happen leads to this step: look at the conditions before it.",
    ),
    "no_flow": (
        "맞는 조건이 하나도 없을 수 있고 기본 흐름도 없습니다. 그때는 감독자를 기다립니다.",
        "It may be that no condition is true, and there is no default flow: then it waits for a supervisor.",
    ),
    "uncaught_error": (
        "이 오류를 받는 곳이 이 프로세스에 없습니다. 부른 프로세스가 받지 않으면 감독자를 기다립니다.",
        "Nothing in this process catches the error: unless a calling process does, it waits for a supervisor.",
    ),
    "stuck": ("여기서 감독자를 기다리게 될 수 있습니다.", "It may have to wait for a supervisor here."),
    "only_stopped": (
        "여기부터는 곁에서 끼어드는 이벤트(취하나 취소 따위)로만 끝납니다. 흐름 자체로는 끝에 이르지 못합니다.",
        "From here on only an event beside the flow, such as a withdrawal, leads to an end; the flow itself does not.",
    ),
    "round": (
        "사람도 시각도 기다리지 않고 되풀이할 수 있습니다. 기계만으로 언젠가 끝나는지 확인하세요.",
        "It may go round without waiting for anybody or anything: make sure that machines alone come to an end of it.",
    ),
    "twice": (
        "같은 일이 한꺼번에 두 번 있을 수 있습니다. 나뉜 흐름이 합쳐지지 않고 저마다 여기로 옵니다.",
        "This may have to be done twice at once: branches come here one by one instead of being joined.",
    ),
    "bound": (
        "일어날 수 있는 경우가 너무 많아 모두 살피지 못했습니다.",
        "There is too much that can happen: not everything was looked at.",
    ),
}
#: A longer path is shown by its beginning and its end.
LONGEST = 24
MOST_SAID = 4


def findings(found: Found, mistakes: list[Mistake]) -> list[Finding]:
    """One finding for each mistake."""
    return [_finding(found, mistake) for mistake in mistakes]


def _finding(found: Found, mistake: Mistake) -> Finding:
    make, words = (error, _ERRORS) if mistake.kind in _ERRORS else (warning, _WARNINGS)
    ko, en = words[mistake.kind]
    if mistake.kind == "stuck":
        ko, en = f"{ko} ({mistake.message})", f"{en} ({mistake.message})"
    finding = make(mistake.element_id or found.subject.diagram.process_id, ko, en)
    finding = replace(finding, others=tuple(one for one in mistake.others if one != mistake.element_id))
    if mistake.place is None:
        return finding
    korean, english = path_to(found, mistake.place)
    return finding.shown_by(_shortened(korean), _shortened(english))


def _shortened(way: list[str]) -> list[str]:
    return way if len(way) <= LONGEST else [*way[: LONGEST // 2], "…", *way[-LONGEST // 2 :]]


def path_to(found: Found, place: Place) -> tuple[list[str], list[str]]:
    """The way to a place, one text a stop, in Korean and English."""
    steps: list[Step] = []
    step = place.step
    while step is not None:
        steps.append(step)
        step = found.places[step.before].step
    korean: list[str] = []
    english: list[str] = []
    for one in reversed(steps):
        ko, en = _stop(found, one)
        korean.append(ko)
        english.append(en)
    return korean, english


def _stop(found: Found, step: Step) -> tuple[str, str]:
    node = step.move.node
    if node is None:
        ko, en = "시작", "start"
    else:
        ko, en = node.name or node.id, node.ext.properties.get("labelEn") or node.id
    if step.move.said[0]:
        ko, en = f"{ko}: {step.move.said[0]}", f"{en} {step.move.said[1]}"
    said = list(dict.fromkeys(taken.said for taken in step.answers if taken.said[0]))[:MOST_SAID]
    if said:
        ko, en = f"{ko} [{', '.join(one[0] for one in said)}]", f"{en} [{', '.join(one[1] for one in said)}]"
    return ko, en
