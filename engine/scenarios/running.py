"""Runs one scenario on the real engine, in a transaction that is rolled back."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from engine import definitions, feel, handlers, operations, ports
from engine.actors import SYSTEM, Actor
from engine.bundle import Bundle
from engine.commands import _watching
from engine.findings import Finding, ModelRefused
from engine.scenarios import acting, bundles, expecting
from engine.scenarios.loading import Scenario, ScenarioUnreadable
from engine.scenarios.world import Failed, NotThere, World, holders, person
from engine.spiff import parsing, timing
from engine.spiff.host import ServiceReply

_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How a scenario went; ``problem`` is empty when it passed."""

    scenario: Scenario
    problem: str = ""

    @property
    def passed(self) -> bool:
        """Whether everything was as expected."""
        return not self.problem


class _RollBack(Exception):
    """Leaves the transaction without keeping anything."""


def run(scenario: Scenario, own: Bundle | None = None) -> Outcome:
    """Deploy what the scenario needs, play it, compare, and leave nothing behind.

    With ``own`` it plays that bundle (a draft) among what is deployed; else what lies beside its file.
    """
    problem = ""
    try:
        with transaction.atomic(), ExitStack() as stack:
            world = World(timing.moment(scenario.now))
            stack.enter_context(ports.reporting_to(world.work))
            stack.enter_context(handlers.substituted(_mocks(scenario)))
            stack.enter_context(_watching.watched_by(world))
            _play(scenario, world, own)
            raise _RollBack
    except _RollBack:
        pass
    except (Failed, ScenarioUnreadable, timing.NotATime) as failed:
        problem = str(failed)
    except Exception as unexpected:  # noqa: BLE001 - one broken scenario must not keep the others from their run
        _log.debug("scenario %s", scenario.path, exc_info=True)
        problem = f"it cannot be played: {type(unexpected).__name__}: {unexpected}"
    finally:
        definitions.forget()
    return Outcome(scenario=scenario, problem=problem)


def _play(scenario: Scenario, world: World, own: Bundle | None) -> None:
    refused = scenario.expect.get("refused")
    findings, wanted = _wanted(scenario, own)
    world.process_id = wanted[-1].process_id if wanted else ""
    findings = findings or _deploy(scenario, wanted, world)
    if refused:
        _refused(refused, findings)
        return
    if findings:
        raise Failed("refused: " + "; ".join(f"{f.element_id or f.path}: {f.message_en}" for f in findings))
    if scenario.start is not None:
        _start(scenario, wanted[-1], world)
    for number, step in enumerate(scenario.steps, start=1):
        try:
            _step(world, step)
        except Failed as failed:
            raise Failed(f"step {number}: {failed}") from None
    expecting.check(world, scenario.expect)


def _wanted(scenario: Scenario, own: Bundle | None) -> tuple[list[Finding], list[Bundle]]:
    """The bundles to deploy, the scenario's own last; or why its file cannot be read."""
    if own is not None:
        return [], [own]
    try:
        return [], bundles.of(scenario)
    except ModelRefused as refused:
        return list(refused.findings), []


def _deploy(scenario: Scenario, wanted: list[Bundle], world: World) -> list[Finding]:
    """Deploy all bundles; the errors of those that are refused."""
    served = {*scenario.mock, *(str(step["worker"]["type"]) for step in scenario.steps if "worker" in step)}
    refused: list[Finding] = []
    for bundle in wanted:
        try:
            version = operations.deploy(bundle=bundle, by=SYSTEM, now=world.now, served=served)
        except operations.DeploymentRefused as refusal:
            refused += [finding for finding in refusal.findings if finding.severity == "error"]
        else:
            world.versions.append(version.id)
    return refused


def _refused(wanted: Any, findings: list[Finding]) -> None:  # noqa: ANN401 - YAML: true or ids
    if not findings:
        raise Failed("the bundle should be refused, but was not")
    named = {element for finding in findings for element in finding.named}
    listed = wanted if isinstance(wanted, list) else [] if wanted is True else [wanted]
    missing = set(map(str, listed)) - named
    if missing:
        raise Failed(f"refused, but nothing was found at {sorted(missing)} (only at {sorted(named)})")


def _start(scenario: Scenario, own: Bundle, world: World) -> None:
    said = scenario.start or {}
    role = said.get("as")
    by = Actor(kind="person", id=person(str(role))) if role else SYSTEM
    try:
        operations.start(
            process_id=own.process_id,
            variables=said.get("data") or {},
            participants=holders(_roles(own, role)),
            by=by,
            now=world.now,
            title=scenario.name,
        )
    except operations.NoSuchProcess:
        raise Failed("start: only a message, a signal or a time starts this process; leave start out") from None
    acting.settle(world)


def _roles(bundle: Bundle, starter: Any) -> list[str]:  # noqa: ANN401 - YAML
    roles = list(parsing.diagram_of(bundle).lanes)
    first = str(starter).partition("#")[0] if starter else ""
    return [*roles, first] if first and first not in roles else roles


def _step(world: World, step: dict[str, Any]) -> None:
    expected = dict(step.get("expect") or {})
    if step.get("refused") is True:
        expected["refused"] = True
    if expected.get("refused"):
        _must_be_refused(world, step)
    else:
        try:
            acting.act(world, step)
        except acting.REFUSALS as refusal:
            raise Failed(f"refused: {type(refusal).__name__}: {refusal}") from None
    expecting.check(world, expected)


def _must_be_refused(world: World, step: dict[str, Any]) -> None:
    before, walked = list(world.work.open), len(world.path)
    try:
        with transaction.atomic():
            acting.act(world, step)
    except (*acting.REFUSALS, NotThere):
        if list(world.work.open) != before:
            raise Failed("refused, but the state changed") from None
        del world.path[walked:]
        return
    raise Failed("this should be refused, but was not")


def _mocks(scenario: Scenario) -> Callable[[str], Any]:
    """What the scenario answers for a service type: its mock, call by call where that is a list; a worker step's type
    is external.
    """
    calls: dict[str, int] = {}
    workers = {str(step["worker"]["type"]) for step in scenario.steps if "worker" in step}

    def answer(type: str) -> Any:  # noqa: ANN401 - the diagram's word
        if type not in scenario.mock:
            return "external" if type in workers else None
        said = scenario.mock[type]
        if isinstance(said, list):
            number = calls.get(type, 0)
            calls[type] = number + 1
            said = said[min(number, len(said) - 1)]
        return _reply(said)

    return answer


def _reply(said: Any) -> ServiceReply:  # noqa: ANN401 - YAML
    if said == "fail":
        return ServiceReply(kind="failed", code="mock", message="the scenario lets it fail")
    if isinstance(said, str) and said.startswith("error "):
        return ServiceReply(kind="error", code=said.removeprefix("error ").strip())
    return ServiceReply(kind="done", variables=feel.to_feel(dict(said)) if isinstance(said, dict) else {})
