"""What people call the kinds of nodes and of form fields."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from webui.studio.reading.steps import Step

NODES: dict[str, Promise] = {
    "task": _("일"),
    "userTask": _("사람이 하는 일"),
    "serviceTask": _("시스템이 하는 일"),
    "sendTask": _("알림 보내기"),
    "receiveTask": _("메시지 기다리기"),
    "scriptTask": _("계산"),
    "businessRuleTask": _("결정표로 정하기"),
    "manualTask": _("시스템 밖에서 하는 일"),
    "callActivity": _("다른 프로세스 부르기"),
    "subProcess": _("하위 프로세스"),
    "eventSubProcess": _("일이 생기면 시작되는 하위 프로세스"),
    "transaction": _("모두 되거나 모두 취소되는 하위 프로세스"),
    "adHocSubProcess": _("순서 없는 하위 프로세스"),
    "startEvent": _("시작"),
    "endEvent": _("끝"),
    "intermediateCatchEvent": _("기다림"),
    "intermediateThrowEvent": _("알림"),
    "boundaryEvent": _("도중에 생기는 일"),
    "exclusiveGateway": _("하나로 갈림"),
    "parallelGateway": _("함께 가거나 모두 모임"),
    "inclusiveGateway": _("맞는 것 모두로 갈림"),
    "eventBasedGateway": _("먼저 생긴 일로 갈림"),
    "complexGateway": _("복합 갈림"),
}

EVENTS: dict[str, Promise] = {
    "timer": _("때가 됨"),
    "message": _("메시지"),
    "signal": _("신호"),
    "error": _("오류"),
    "escalation": _("상위 보고"),
    "conditional": _("조건이 맞음"),
    "compensate": _("되돌림"),
    "terminate": _("모두 끝냄"),
    "link": _("이어짐"),
    "cancel": _("취소"),
}

FIELDS: dict[str, Promise] = {
    "textfield": _("짧은 글"),
    "textarea": _("긴 글"),
    "number": _("수"),
    "datetime": _("날짜와 시각"),
    "checkbox": _("확인란"),
    "checklist": _("여러 개 고르기"),
    "taglist": _("여러 개 고르기"),
    "radio": _("하나 고르기"),
    "select": _("하나 고르기"),
    "filepicker": _("파일"),
    "expression": _("계산한 값"),
    "dynamiclist": _("줄마다 되풀이"),
    "group": _("묶음"),
    "table": _("표"),
}


def field(kind: str) -> str:
    """A form field's kind in words; form-js's own name for one we do not know."""
    return str(FIELDS.get(kind, kind))


def word(step: Step) -> str:
    """The kind of a step in words, e.g. "도중에 생기는 일(때가 됨)"."""
    kind = str(NODES.get(step.kind, step.kind))
    return f"{kind}({EVENTS[step.event]})" if step.event in EVENTS else kind
