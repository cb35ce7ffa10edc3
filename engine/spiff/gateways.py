"""Which flows leave a node and when a join is complete, as BPMN 2.0 says (chapter 13)."""

from __future__ import annotations

from collections.abc import Mapping

from engine.spiff import reach, script
from engine.spiff.diagram import Flow
from engine.spiff.run import READY, Run, Token
from engine.spiff.tokens import remove


def choose(run: Run, token: Token) -> list[Flow]:
    """The flows a token takes: first true in file order, all true, or all, by the kind of node.

    Raises:
        Trouble: no condition is true and there is no default, or a condition is not boolean.
    """
    node = token.node
    flows = run.definition.diagram.outgoing.get(node.id, [])
    if node.kind == "parallelGateway" or not any(flow.condition for flow in flows):
        return flows
    if node.kind == "exclusiveGateway":
        return [_first_true(run, token, flows)]
    return _all_true(run, token, flows)


def _first_true(run: Run, token: Token, flows: list[Flow]) -> Flow:
    for flow in flows:
        if flow.id != token.node.default and _open(run, token, flow):
            return flow
    return _default(token, flows)


def _all_true(run: Run, token: Token, flows: list[Flow]) -> list[Flow]:
    taken = [flow for flow in flows if flow.id != token.node.default and _open(run, token, flow)]
    return taken or [_default(token, flows)]


def _open(run: Run, token: Token, flow: Flow) -> bool:
    # A flow lies outside what it leaves: it knows nothing of a step's own inputs.
    return flow.condition is None or script.holds(run, flow.condition, token.scope)


def _default(token: Token, flows: list[Flow]) -> Flow:
    for flow in flows:
        if flow.id == token.node.default:
            return flow
    raise script.Trouble("no_flow", "no condition is true and there is no default flow")


def joined(run: Run, token: Token) -> bool:
    """Let a token arrive at a parallel join; True when every incoming flow has one, which are then one."""
    incoming = run.definition.diagram.incoming.get(token.node.id, [])
    if len(incoming) < 2:
        return True
    token.extra["arrived"] = True
    waiting = _arrived(run, token)
    if len(waiting) < len(incoming):
        return False
    _merge(run, token, waiting)
    return True


def arrive(run: Run, token: Token) -> bool:
    """Let a token arrive at an inclusive gateway; True where there is nothing to wait for."""
    if len(run.definition.diagram.incoming.get(token.node.id, [])) < 2:
        return True
    if token.extra.pop("fire", None):
        _merge(run, token, _arrived(run, token))
        return True
    token.extra["arrived"] = True
    return False


def fire_inclusive(run: Run) -> bool:
    """Wake one inclusive join that no other token can reach any more; only when nothing else can run."""
    for token in run.awake():  # whatever rests was looked at when it was awake
        if (
            token.node.kind == "inclusiveGateway"
            and token.extra.get("arrived")
            and not token.stuck
            and _complete(run, token)
        ):
            token.extra["fire"] = True
            token._set_state(READY)
            run.ready.append(token)
            return True
    return False


def _complete(run: Run, token: Token) -> bool:
    full = set(_arrived(run, token))
    paths = reach.to_gateway(run.definition, token.node.id)
    for other in run.inside(token.scope):
        if other.listening or other.node is token.node:
            continue
        ends = paths.get(other.node.id, frozenset())
        if ends - full and not ends & full:
            return False
    return True


def _arrived(run: Run, token: Token) -> Mapping[str, Token]:
    found: dict[str, Token] = {}
    for other in run.inside(token.scope):
        if other.node is token.node and other.extra.get("arrived"):
            found.setdefault(other.via or "", other)
    found[token.via or ""] = token
    return found


def _merge(run: Run, token: Token, waiting: Mapping[str, Token]) -> None:
    for other in waiting.values():
        if other is not token:
            remove(run, other)
    token.extra.pop("arrived", None)
