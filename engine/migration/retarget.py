"""A run moved onto another version, in memory: its tokens stand at other nodes, its listeners are those drawn now."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from engine.migration.plan import Atlas, NotMigratable, Obstacle
from engine.spiff import codec, events, script, tokens, undoing
from engine.spiff.diagram import Node
from engine.spiff.run import ROOT, Run, Token


def retarget(run: Run, atlas: Atlas) -> Run:
    """The same instance under the new version; waits keep their timers, changed messages are waited for anew.

    Events beside the flow that the new version no longer has go, those it brings are set. A timer that is kept keeps
    its time, whatever the new diagram says.

    Raises:
        NotMigratable: a token has no place in the new version.
    """
    obstacles = list(_obstacles(run, atlas))
    if obstacles:
        raise NotMigratable(obstacles)
    for token in list(run.tokens.values()):
        if token.listening and atlas.misfit(token.node) is not None:
            tokens.remove(run, token)
    changed = [token.id for token in run.tokens.values() if _waits_otherwise(token, atlas)]
    _stand(run, atlas)
    moved = codec.decode(codec.encode(run), atlas.new, run.host)
    moved.effects = run.effects
    for task_id in changed:
        token = moved.tokens[task_id]
        with _told(token.node):
            events.arm(moved, token, _reads(moved, token))
    _arm_new(moved, atlas)
    return moved


def _obstacles(run: Run, atlas: Atlas) -> Iterator[Obstacle]:
    for token in run.tokens.values():
        if token.listening:
            continue
        why = atlas.misfit(token.node) or _misfit_now(token, atlas)
        if why is not None:
            yield Obstacle(element_id=token.node.id, why=why)

    for records in run.memory.get("completed", {}).values():
        yield from _cannot_be_undone(records, atlas)


def _cannot_be_undone(records: list[undoing.Record], atlas: Atlas) -> Iterator[Obstacle]:
    """Completed activities that could be compensated so far, and could not in the new version."""
    for _, element_id, _, _, inside in records:
        if atlas.id_of(element_id) not in atlas.new.diagram.undoable:
            yield Obstacle(element_id=element_id, why="no_compensation")
        yield from _cannot_be_undone(inside, atlas)


def _misfit_now(token: Token, atlas: Atlas) -> str | None:
    """What only matters for a token in its present state."""
    target = atlas.target(token.node)
    old, new = token.node.ext, token.node.ext if target is None else target.ext
    if token.extra.get("child") is not None and old.called_process != new.called_process:
        return "other_called_process"
    if token.extra.get("waits") == "job" and (old.job_type, old.headers) != (new.job_type, new.headers):
        return "other_job"
    if token.extra.get("arrived") and token.via is not None and atlas.flow(token.via) is None:
        return "no_flow"
    return None


def _waits_otherwise(token: Token, atlas: Atlas) -> bool:
    """Whether a wait for a message or signal reads differently in the new version."""
    target = atlas.target(token.node)
    if target is None or token.trigger.kind not in {"message", "signal"} or not _is_armed(token):
        return False
    drawn = target.triggers[token.extra.get("which", 0)]
    return (drawn.name, drawn.key) != (token.trigger.name, token.trigger.key)


def _is_armed(token: Token) -> bool:
    return not token.stuck and (token.listening or token.extra.get("waits") == "event")


def _stand(run: Run, atlas: Atlas) -> None:
    for token in run.tokens.values():
        token.node = atlas.target(token.node) or token.node
        token.via = None if token.via is None else atlas.flow(token.via)
        undoes = token.extra.get("undo")
        if undoes is not None and undoes[1] is not None:
            undoes[1] = atlas.id_of(undoes[1])
    for scope in run.scopes.values():
        scope.element = None if scope.element is None else atlas.id_of(scope.element)
    run.end_event = None if run.end_event is None else atlas.id_of(run.end_event)
    for records in run.memory.get("completed", {}).values():
        _rename(records, atlas)


def _rename(records: list[undoing.Record], atlas: Atlas) -> None:
    """What can still be undone is undone by the new version's handlers."""
    for record in records:
        record[1] = atlas.id_of(record[1])
        _rename(record[4], atlas)


def _arm_new(run: Run, atlas: Atlas) -> None:
    """Set the events that only the new version has; one that was used up before is not set again."""
    diagram = run.definition.diagram
    for token in list(run.tokens.values()):
        if not token.listening and token.extra.get("guarded"):
            for node in diagram.boundaries.get(token.node.id, []):
                _listen(run, atlas, (node, token.scope, token.inner), token)
        elif token.node.kind == "eventBasedGateway" and token.extra.get("waits"):
            for flow in diagram.outgoing.get(token.node.id, []):
                _listen(run, atlas, (run.node(flow.target), token.scope, token.scope), token)
    for scope in [s for s in run.scopes.values() if s.flow and (s.id == ROOT or s.element is not None)]:
        interrupted = any(t.node.by_event and t.extra.get("interrupting") for t in run.inside(scope.id))
        for node in [] if interrupted else diagram.event_starts(scope.element):
            _listen(run, atlas, (node, scope.id, scope.id), None)


def _listen(run: Run, atlas: Atlas, where: tuple[Node, int, int], host: Token | None) -> None:
    node, scope, reads = where
    if node.id not in atlas.known:
        with _told(node):
            events.listen(run, node, (scope, reads), host)


@contextmanager
def _told(node: Node) -> Iterator[None]:
    """Turn an expression that gives nothing usable into an obstacle."""
    try:
        yield
    except script.Trouble as problem:
        raise NotMigratable([Obstacle(element_id=node.id, why=problem.message)]) from problem


def _reads(run: Run, token: Token) -> int:
    host = run.tokens.get(token.host) if token.host is not None else None
    return token.inner if host is None or host.node.kind == "eventBasedGateway" else host.inner
