"""Puts a reading into numbered words of one language: what the templates show and the text difference compares."""

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from engine import handlers
from tasks import naming
from webui.studio.reading import kinds, sentences
from webui.studio.reading.forms import Vocabulary
from webui.studio.reading.steps import Lane, Reading, Step, Way


@dataclass(frozen=True, kw_only=True)
class Told:
    """One step for readers: number, title, kind, (name, words) pairs, the handler's docstring, inner steps."""

    number: str
    id: str
    title: str
    kind: str
    facts: Sequence[tuple[str, str]]
    ways: Sequence[str]
    form: str
    decision: str
    handler: str
    children: Sequence["Told"]


@dataclass(frozen=True)
class Teller:
    """The circumstances of telling: words of the forms, numbers and names of the steps, language, day of the rates.

    ``spoken``: what lanes and steps are called in the reader's language, by the names they are drawn with.
    """

    words: Vocabulary
    numbers: Mapping[str, str]
    names: Mapping[str, str]
    spoken: Mapping[str, str]
    language: str
    on: date

    def tell(self, step: Step) -> Told:
        """One step and those inside it."""
        return Told(
            number=self.numbers[step.id],
            id=step.id,
            title=self.names[step.id],
            kind=kinds.word(step),
            facts=[(name, text) for name, text in self._facts(step) if text],
            ways=[self._way(way) for way in step.ways],
            form=step.facts.get("form", ""),
            decision=step.facts.get("decision", ""),
            handler=_docstring(step.facts.get("service", "")),
            children=[self.tell(child) for child in step.children],
        )

    def _facts(self, step: Step) -> list[tuple[str, str]]:
        facts = step.facts
        plain = step.properties.get("plainEn" if self.language == "en" else "plain", "")
        timer = next((facts[one] for one in ("timeDate", "timeDuration", "timeCycle") if one in facts), "")
        return [
            (_("담당"), self._lane(step)),
            (_("담당을 따로 정함"), facts.get("assignee") or facts.get("groups") or facts.get("users") or ""),
            (_("어디에 붙음"), self._attached(step)),
            (_("언제"), sentences.moment(timer, self.on)),
            (_("무엇을"), facts.get("thrown", "")),
            (_("기한"), sentences.moment(facts.get("due", ""), self.on)),
            (_("법정 기한"), sentences.moment(step.properties.get("deadline", ""), self.on)),
            (_("미리 알림"), sentences.moment(step.properties.get("reminder", ""), self.on)),
            (_("겸할 수 없음"), self._not_by(step)),
            (_("시간 계산"), _stopped(step)),
            (_("되풀이"), facts.get("collection", "")),
            (_("부르는 프로세스"), facts.get("called", "")),
            (_("계산식"), facts.get("script", "").removeprefix("=")),
            (_("시스템 작업"), facts.get("service", "")),
            (_("쉬운 설명"), plain),
            (_("설명"), step.documentation),
        ]

    def _lane(self, step: Step) -> str:
        has_doer = step.kind in {"userTask", "manualTask", "startEvent"}
        return self.spoken.get(step.lane, step.lane) if has_doer else ""

    def _attached(self, step: Step) -> str:
        if not step.attached_to:
            return ""
        stops = _("〈%(step)s〉 도중. 생기면 그 단계를 멈춥니다.")
        goes_on = _("〈%(step)s〉 도중. 그 단계는 이어집니다.")
        said = stops if step.interrupting else goes_on
        return said % {"step": self.spoken.get(step.attached_to, step.attached_to)}

    def _not_by(self, step: Step) -> str:
        ids = [one.strip() for one in step.properties.get("notBy", "").split(",") if one.strip()]
        names = ", ".join(self.names.get(one, one) for one in ids)
        return _("%(steps)s 단계를 한 사람은 할 수 없습니다.") % {"steps": names} if names else ""

    def _way(self, way: Way) -> str:
        target = f"{self.numbers.get(way.target_id, '')} {self.names.get(way.target_id, way.target_name)}".strip()
        if way.condition:
            condition = sentences.condition(way.condition, self.words)
            return _("%(condition)s → %(target)s") % {"condition": condition, "target": target}
        if way.is_default:
            return _("그 밖에는 → %(target)s") % {"target": target}
        return f"→ {target}"


def tell(reading: Reading, words: Vocabulary, *, language: str, on: date) -> list[Told]:
    """All steps of a process, numbered 1, 2, 2.1, …"""
    numbers: dict[str, str] = {}
    _number(reading.steps, "", numbers)
    names = {step.id: _title(step, language) for step in reading.every_step()}
    spoken = {step.name: names[step.id] for step in reading.every_step()}
    spoken |= {lane.name: lane_name(lane, language) for lane in reading.lanes}
    teller = Teller(words, numbers, names, spoken, language, on)
    return [teller.tell(step) for step in reading.steps]


def lane_name(lane: Lane, language: str) -> str:
    """What a lane is called: as drawn, in English by its role."""
    return naming.role(lane.id, language) if language == "en" else lane.name


def lines(told: Sequence[Told]) -> list[str]:
    """The same as plain lines, for comparing two versions."""
    found: list[str] = []
    for step in told:
        found.append(f"{step.title} ({step.kind}, {step.id})")
        found += [f"    {name}: {text}" for name, text in step.facts]
        found += [f"    {way.split('→ ')[0]}→ {way.split('→ ')[-1].split(' ', 1)[-1]}" for way in step.ways]
        found += [f"    {_('서식')}: {step.form}"] if step.form else []
        found += lines(step.children)
    return found


def _title(step: Step, language: str) -> str:
    english = step.properties.get("labelEn", "") if language == "en" else ""
    return english or step.name or str(kinds.word(step))


def _number(steps: Sequence[Step], prefix: str, numbers: dict[str, str]) -> None:
    for place, step in enumerate(steps, start=1):
        numbers[step.id] = f"{prefix}{place}"
        _number(step.children, f"{prefix}{place}.", numbers)


def _docstring(service: str) -> str:
    found = handlers.find(service) if service else None
    return inspect.cleandoc(found.function.__doc__ or "") if found else ""


def _stopped(step: Step) -> str:
    return _("기다리는 동안 처리 기간을 세지 않습니다.") if step.properties.get("stopsClock") == "true" else ""
