"""What a scenario may expect, and the sentence when it is not so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from engine import environment, feel, queries
from engine.models import Incident, ProcessInstance, Subscription, Timer
from engine.scenarios.world import Failed, World

Expected = Mapping[str, Any]


def check(world: World, expected: Expected) -> None:
    """Compare; everything that is not so comes in one sentence.

    Raises:
        Failed: something is otherwise.
    """
    wrong = [
        sentence for name, wanted in expected.items() if name != "refused" for sentence in _one(world, name, wanted)
    ]
    if wrong:
        raise Failed("; ".join(wrong))


def _one(world: World, name: str, wanted: Any) -> Iterator[str]:  # noqa: ANN401 - YAML
    match name:
        case "open":
            yield from _same(
                name, sorted(_listed(wanted)), sorted(task.element_id for task in world.work.open.values())
            )
        case "waiting":
            found = _waiting(world)
            missing = Counter(_listed(wanted)) - Counter(found)
            if missing:
                yield f"waiting: {sorted(missing)} is not among {sorted(found)}"
        case "ended":
            yield from _same(name, wanted, _ended(world))
        case "state":
            yield from _same(name, wanted, _state(world))
        case "incidents":
            yield from _same(name, int(wanted or 0), _incidents(world))
        case "visited":
            yield from _visited(world, _listed(wanted))
        case "data":
            yield from _data(world, _listed(wanted))
        case _:
            yield f"{name} is nothing a scenario can expect"


def _listed(wanted: Any) -> list[str]:  # noqa: ANN401 - YAML: a list, one alone, or nothing
    listed = [] if wanted is None else wanted if isinstance(wanted, list) else [wanted]
    return [str(one).lower() if isinstance(one, bool) else str(one) for one in listed]


def _same(name: str, wanted: object, found: object) -> Iterator[str]:
    if wanted != found:
        yield f"{name}: expected {wanted}, found {found}"


def _waiting(world: World) -> list[str]:
    mine = world.mine()
    timers = Timer.objects.filter(instance_id__in=mine).values_list("element_id", flat=True)
    waits = Subscription.objects.filter(instance_id__in=mine).values_list("element_id", flat=True)
    starts = world.starting().values_list("element_id", flat=True) if world.top is None else []
    conditions = [element for instance_id in mine for element in queries.awaited_conditions(instance_id)]
    return [*timers, *waits, *starts, *conditions]


def _top(world: World) -> ProcessInstance:
    if world.top is None:
        raise Failed("nothing has started")
    return ProcessInstance.objects.get(pk=world.top)


def _ended(world: World) -> str | None:
    top = _top(world)
    return top.end_event or None if top.status == "completed" else None


def _state(world: World) -> str:
    status = _top(world).status
    return "incident" if status == "running" and _incidents(world) else status


def _incidents(world: World) -> int:
    return Incident.objects.filter(instance_id__in=world.mine(), resolved_at=None).count()


def _visited(world: World, wanted: list[str]) -> Iterator[str]:
    steps = iter(world.path)
    if not all(element in steps for element in wanted):
        yield f"visited: {wanted} is not in {world.path} in this order"


def _data(world: World, texts: list[str]) -> Iterator[str]:
    variables = queries.variables(_top(world).id)
    here = environment.at(world.now)
    for text in texts:
        try:
            value = feel.evaluate(str(text), variables, here).value
        except (feel.FeelSyntaxError, feel.FeelLimitExceeded) as problem:
            yield f"data: {text}: {problem}"
            continue
        if value is not True:
            yield f"data: {text} is {value}"
