"""The history of an instance as sentences for supervisors: what the engine did, and what happened in the records."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from engine import queries
from engine.queries import EventFacts
from records import events, wording
from tasks import naming
from tasks.models import ItemEvent

SENTENCES: dict[str, Promise] = {
    "started": _("시작했습니다."),
    "task_opened": _("‘%(step)s’ 단계가 열렸습니다."),
    "task_completed": _("‘%(step)s’ 단계를 마쳤습니다."),
    "cancelled": _("‘%(step)s’ 단계가 거두어졌습니다."),
    "timer_fired": _("‘%(step)s’의 때가 되었습니다."),
    "message": _("‘%(step)s’이(가) 기다리던 메시지를 받았습니다."),
    "signal": _("‘%(step)s’이(가) 기다리던 신호를 받았습니다."),
    "decision": _("‘%(step)s’을(를) 결정표로 정했습니다."),
    "handler_done": _("‘%(step)s’을(를) 시스템이 했습니다."),
    "thrown": _("‘%(step)s’에서 알림을 던졌습니다."),
    "error": _("‘%(step)s’에서 업무 오류가 생겼습니다."),
    "escalation": _("‘%(step)s’에서 상위에 보고했습니다."),
    "incident": _("‘%(step)s’에서 막혔습니다."),
    "retried": _("‘%(step)s’을(를) 다시 하게 했습니다."),
    "participant": _("‘%(role)s’ 담당이 정해졌습니다."),
    "suspended": _("잠시 멈추었습니다."),
    "resumed": _("다시 진행합니다."),
    "variables_changed": _("자료를 고쳤습니다(%(names)s)."),
    "modified": _("진행 위치를 옮겼습니다."),
    "timer_changed": _("‘%(step)s’의 때를 바꾸었습니다."),
    "correlated_by_hand": _("‘%(step)s’이(가) 기다리던 메시지를 사람이 전했습니다."),
    "migrated": _("%(from)s판에서 %(to)s판으로 옮겼습니다."),
    "migration_undone": _("%(to)s판으로 되돌렸습니다."),
    "hold_set": _("보존하도록 묶었습니다(삭제 금지)."),
    "hold_lifted": _("보존 묶음을 풀었습니다."),
    "ended": _("끝났습니다(%(step)s)."),
    "instance_cancelled": _("취소되었습니다."),
}

HANDLING: dict[str, Promise] = {
    ItemEvent.Kind.CLAIMED: _("일을 맡았습니다."),
    ItemEvent.Kind.RETURNED: _("일을 돌려놓았습니다."),
    ItemEvent.Kind.REASSIGNED: _("다른 사람에게 맡겼습니다."),
    ItemEvent.Kind.REMINDED: _("기한 알림을 보냈습니다."),
    ItemEvent.Kind.ESCALATED: _("기한이 지나 진행 관리자에게 올렸습니다."),
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One thing that happened; ``where`` names the called process it happened in (empty: this one)."""

    at: datetime
    sentence: str
    by: str
    where: str = ""
    detail: str = ""


def tell(instance_id: UUID, language: str) -> list[Line]:
    """The story of an instance and of what it called, oldest first."""
    found = [one for one in queries.history(instance_id) if one.kind in SENTENCES]
    family = {one.id: one for one in queries.family(queries.instance(instance_id).facts.root_id)}
    rows = [row for one in family for row in events.of_instance(one)]
    handled = list(ItemEvent.objects.filter(item__instance_id__in=family).select_related("item"))
    people = {one.actor.id for one in found} | {one.actor.on_behalf_of for one in found}
    names = naming.people(people | {row.actor_id for row in rows} | {one.by_id for one in handled})
    cases = {one.id: one.case_number for one in family.values() if one.id != instance_id}
    lines = [_of_engine(one, names, cases.get(one.instance_id, ""), language) for one in found]
    lines += [
        Line(at=row.happened_at, sentence=events.sentence(row, language), by=names.get(row.actor_id, ""))
        for row in rows
    ]
    lines += [_of_item(one, names, language) for one in handled]
    return sorted(lines, key=lambda line: line.at)


def path(instance_id: UUID) -> tuple[str, ...]:
    """The ids of nodes and flows this instance passed, in order, each as often as passed."""
    found = queries.history(instance_id, family=False)
    return tuple(str(one) for event in found for one in event.detail.get("path", ()))


def _of_engine(event: EventFacts, names: Mapping[UUID | None, str], where: str, language: str) -> Line:
    role = naming.role(str(event.detail.get("role", "")), language)
    versions = {"from": event.detail.get("from", ""), "to": event.detail.get("to", "")}
    words = {
        **versions,
        "names": ", ".join(event.data_names),
        "step": naming.step(event, language) or event.element_id,
        "role": role,
    }
    by, ward = names.get(event.actor.id, ""), names.get(event.actor.on_behalf_of, "")
    return Line(
        at=event.at,
        sentence=wording.settled(str(SENTENCES[event.kind]) % words),
        by=f"{by} → {ward}" if ward else by,
        where=where,
        detail=str(event.detail.get("message", "") or event.detail.get("reason", "")),
    )


def _of_item(event: ItemEvent, names: Mapping[UUID | None, str], language: str) -> Line:
    sentence = f"‘{naming.item(event.item, language)}’: {HANDLING[event.kind]}"
    return Line(at=event.at, sentence=sentence, by=names.get(event.by_id, ""), detail=event.reason or "")
