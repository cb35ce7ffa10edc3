"""A small lifecycle with lanes, a form, a decision and a diagram: what the studio's tests edit."""

import json
from datetime import datetime
from pathlib import Path

from django.test import Client

from engine import clock, definitions, operations, queries
from engine.actors import SYSTEM
from engine.bundle import Bundle
from records.models import Person
from tests import factories
from tests.webui.studio.entering import enter

PROCESS = "small_request"
FILE = Path(__file__).with_name("small_request.bpmn")


def diagram(extra: str = "") -> str:
    return FILE.read_text().replace("</bpmn:process>", f"{extra}</bpmn:process>")


def stuck() -> str:
    """The same with a join that waits for both answers of a question."""
    join = '<bpmn:parallelGateway id="join" name="모으기"/>'
    on = '<bpmn:sequenceFlow id="join_closed" sourceRef="join" targetRef="closed"/>'
    text = diagram(join + on).replace('<bpmn:endEvent id="refused" name="물리침"/>', "")
    for old, new in (("refused", "join"), ("closed", "join")):
        source = "enough" if old == "refused" else "answer"
        text = text.replace(f'sourceRef="{source}" targetRef="{old}"', f'sourceRef="{source}" targetRef="{new}"')
    return text.replace("<bpmn:flowNodeRef>refused</bpmn:flowNodeRef>", "")


FORM = {
    "type": "default",
    "id": "weigh",
    "schemaVersion": 19,
    "components": [
        {
            "type": "radio",
            "key": "advice",
            "label": "의견",
            "values": [{"label": "받아들임", "value": "grant"}, {"label": "물리침", "value": "refuse"}],
            "validate": {"required": True},
        },
        {"type": "number", "key": "amount", "label": "금액"},
    ],
}


def bundle() -> Bundle:
    files = {f"{PROCESS}.bpmn": diagram().encode(), "forms/weigh.form": json.dumps(FORM, ensure_ascii=False).encode()}
    return Bundle(PROCESS, files)


def deploy(now: datetime | None = None):
    definitions.forget()
    return operations.deploy(bundle=bundle(), by=SYSTEM, now=now or clock.now())


def visitor(role: str, kind: str = "headquarters") -> tuple[Client, Person]:
    who = factories.member(role, factories.organisation(kind))
    return enter(factories.account(owner=who)), who


def draft_of(client: Client) -> str:
    """Begin a draft as this visitor; its address."""
    answer = client.post(f"/studio/{PROCESS}/drafts/")
    assert answer.status_code == 302, answer.content.decode()
    return answer.headers["Location"]


def save(client: Client, address: str, path: str, content: str, revision: int):
    body = {"path": path, "content": content, "revision": revision}
    return client.post(f"{address}save/", body, content_type="application/json", headers={"Accept": "application/json"})


def live_number() -> int:
    return queries.process_facts(PROCESS).version_number
