"""What a reader is told of a process: frozen facts, already in order, without XML."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Way:
    """A flow onward: to which step, on which condition (FEEL, empty: always), or as the way otherwise taken."""

    target_id: str
    target_name: str
    condition: str = ""
    name: str = ""
    is_default: bool = False


@dataclass(frozen=True, kw_only=True)
class Step:
    """One node of the diagram; ``kind`` is its BPMN name ("userTask"), ``event`` its event definition's ("timer")."""

    id: str
    name: str
    kind: str
    event: str = ""
    lane: str = ""
    attached_to: str = ""
    interrupting: bool = True
    documentation: str = ""
    facts: dict[str, str] = field(default_factory=dict)
    properties: dict[str, str] = field(default_factory=dict)
    ways: Sequence[Way] = ()
    children: Sequence["Step"] = ()


@dataclass(frozen=True, kw_only=True)
class Lane:
    """A role and what people call it."""

    id: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A whole process: its name and purpose, its lanes, its steps in flow order (sub-processes hold theirs)."""

    process_id: str
    name: str
    documentation: str
    properties: dict[str, str]
    lanes: Sequence[Lane]
    steps: Sequence[Step]

    def every_step(self) -> Iterator[Step]:
        """All steps, those of sub-processes after the sub-process."""
        yield from _below(self.steps)


def _below(steps: Sequence[Step]) -> Iterator[Step]:
    for step in steps:
        yield step
        yield from _below(step.children)
