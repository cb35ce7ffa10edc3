"""The office of the fault tests: one process with everything that can be lost, and the people who work it off."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from uuid import UUID

from django.conf import settings

from engine import clock, operations
from engine.actors import SYSTEM
from engine.bundle import Bundle
from records.models import Person
from tests import factories
from tests.engine.building import bundle, flows, io, message, message_event, node, service, timer, user
from tests.tasks.forms.building import choice, source
from tests.tasks.world import World
from tests.webui.studio.entering import enter

STEPS = ("check", "approve")
LANES = (
    '<bpmn:laneSet id="ls"><bpmn:lane id="branch" name="소속기관"><bpmn:flowNodeRef>check</bpmn:flowNodeRef>'
    "<bpmn:flowNodeRef>approve</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>"
)


def diagram(edition: int = 1) -> Bundle:
    """check, an outside payment, a nap, a message to itself, approve under a timer, a mark in the step; an edition
    differs from the others in the name of its end only.
    """
    forms = {}
    for step in STEPS:
        made = json.loads(source(choice("radio", f"{step}_outcome", "yes", "no", label="결과")))
        forms[f"forms/{step}.form"] = json.dumps({**made, "id": step}).encode()
    parts = (
        LANES,
        node("startEvent", "s"),
        user("check", '<zeebe:formDefinition formId="check"/>'),
        service("pay", "faults.charge", io("out =receipt -> receipt")),
        node("intermediateCatchEvent", "nap", timer("timeDuration", "PT0.3S")),
        node("parallelGateway", "fork"),
        node("intermediateThrowEvent", "tell", message_event("ping")),
        node("intermediateCatchEvent", "heard", message_event("ping")),
        node("parallelGateway", "join"),
        user("approve", '<zeebe:formDefinition formId="approve"/>'),
        node("boundaryEvent", "late", timer("timeDuration", "P90D"), attachedToRef="approve"),
        node("endEvent", "missed"),
        service("mark", "faults.mark"),
        node("endEvent", f"e{edition}"),
    )
    paths = flows(
        "s -> check -> pay -> nap -> fork",
        "fork -> tell -> join",
        "fork -> heard -> join",
        f"join -> approve -> mark -> e{edition}",
        "late -> missed",
    )
    return bundle("faulty", *parts, paths, top=message("ping", "ping"), files=forms)


#: So many cases begin by the clock alone, one each half second, and no more.
TICKS = 10
TICKING = bundle(
    "ticking",
    node("startEvent", "tick", timer("timeCycle", f"R{TICKS}/PT0.5S")),
    service("mark", "faults.mark"),
    node("endEvent", "e"),
    flows("tick -> mark -> e"),
)


@dataclass
class Office:
    """Two colleagues of one branch with their sessions; cases begin here, their steps come over HTTP."""

    world: World = field(default_factory=World)
    cookies: list[str] = field(default_factory=list)
    edition: int = 0

    def __post_init__(self) -> None:
        self.cookies = [cookie_of(who) for who in (self.world.clerk, self.world.colleague)]
        self.deploy()
        operations.deploy(bundle=TICKING, by=SYSTEM, now=clock.now())

    def deploy(self) -> None:
        """Put the next edition live."""
        self.edition += 1
        operations.deploy(bundle=diagram(self.edition), by=SYSTEM, now=clock.now())

    def begin(self) -> UUID:
        cast = self.world.participants()
        return operations.start(process_id="faulty", variables={}, participants=cast, by=SYSTEM, now=clock.now()).id


def cookie_of(who: Person) -> str:
    """The session of somebody who has signed in with both factors."""
    client = enter(factories.account(owner=who))
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
