"""Lane → participant → person, organisation or link: who may do a step, as groups and, if it is one person, by id."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from engine.participants import ParticipantSpec
from engine.ports import UserTask

#: Roles of one organisation that its participant covers by membership (the lane is the role held there).
COVERED_BY = {"evaluator": "branch", "branch_manager": "branch", "agency_manager": "agency"}
#: Roles that the whole programme has once: without a participant, whoever holds the role may act.
PROGRAMME_ROLES = frozenset({"headquarters"})
_KNOWN = ("person:", "link:", "org:", "role:")


@dataclass(frozen=True, kw_only=True)
class Holders:
    """The candidate groups of a step, and the one person or link it is given to straight away, if it is one."""

    groups: frozenset[str]
    assignee: UUID | None = None


def resolve(task: UserTask, participants: Mapping[str, ParticipantSpec]) -> Holders:
    """Who may do the task: its assignment definition where it has one, else its lane's participant.

    A lane that nobody holds gives the group ``unheld:<role>``: no inbox shows the item, the control room does.
    """
    if task.assignee:
        named = _named(task.assignee, participants)
        if named is not None:
            return Holders(groups=frozenset({group_of(named)}), assignee=named.ref)
    if task.candidate_groups or task.candidate_users:
        found = frozenset(_candidates(task, participants))
        return Holders(groups=found or frozenset({f"unheld:{task.role or ''}"}))
    return _of_role(task.role or "", participants)


def group_of(participant: ParticipantSpec) -> str:
    """The group that a participant is or, of an organisation, that its members of the role are."""
    if participant.kind == "organisation":
        return f"org:{participant.ref}:{participant.role}"
    return f"{participant.kind}:{participant.ref}"


def _of_role(role: str, participants: Mapping[str, ParticipantSpec]) -> Holders:
    held = participants.get(role)
    covering = participants.get(COVERED_BY.get(role, ""))
    if held is None and covering is not None and covering.kind == "organisation":
        held = ParticipantSpec(role=role, kind="organisation", ref=covering.ref)
    if held is None:
        return Holders(groups=frozenset({f"role:{role}" if role in PROGRAMME_ROLES else f"unheld:{role}"}))
    own = ParticipantSpec(role=role, kind=held.kind, ref=held.ref)
    return Holders(groups=frozenset({group_of(own)}), assignee=None if held.kind == "organisation" else held.ref)


def _named(text: str, participants: Mapping[str, ParticipantSpec]) -> ParticipantSpec | None:
    """The person or link that an assignee expression gave: a role's holder, or an id."""
    held = participants.get(text)
    if held is not None:
        return held if held.kind != "organisation" else None
    try:
        ref = UUID(text)
    except ValueError:
        return None
    known = next((one for one in participants.values() if one.ref == ref and one.kind != "organisation"), None)
    return known or ParticipantSpec(role="", kind="person", ref=ref)


def _candidates(task: UserTask, participants: Mapping[str, ParticipantSpec]) -> Iterator[str]:
    for group in task.candidate_groups:
        if group.startswith(_KNOWN):
            yield group
        else:
            yield from _of_role(group, participants).groups
    for user in task.candidate_users:
        named = _named(user, participants)
        if named is not None:
            yield group_of(named)
