"""Steps that machines do: services, scripts, decisions and called processes."""

from __future__ import annotations

from collections.abc import Mapping

from engine import dmn
from engine.feel import FeelLimitExceeded, Value
from engine.feel.values import without_functions
from engine.spiff import entering, errors, leaving, scopes, script, tokens
from engine.spiff.effects import ChildStart
from engine.spiff.host import ServiceReply, ServiceRequest
from engine.spiff.run import Run, Token

#: More tries than anybody waits for; what a diagram says beyond is taken for this.
MOST_RETRIES = 1000


def service(run: Run, token: Token) -> bool | None:
    """Hand a service step to its handler; True when it is done at once."""
    entering.enter(run, token)
    reply = run.host.service(request(run, token))
    return settle(run, token, reply) or None


def request(run: Run, token: Token) -> ServiceRequest:
    """What the handler is told: inputs are the mapped ones, or all variables where nothing is mapped."""
    ext = token.node.ext
    inputs = (
        run.scopes[token.local].variables
        if ext.inputs and token.local is not None
        else scopes.variables(run, token.inner)
    )
    return ServiceRequest(
        task_id=token.id,
        element_id=token.node.id,
        type=str(script.value(run, ext.job_type or "", token.inner)),
        retries=_retries(run, token),
        headers=ext.headers,
        inputs=inputs,
        attempt=token.extra.get("attempt", 0),
    )


def settle(run: Run, token: Token, reply: ServiceReply) -> bool:
    """Go on as the handler said; True when the step is prepared to complete."""
    if reply.kind == "done":
        done = leaving.prepare(run, token, _result(token, reply.variables))
        if done:
            tokens.tell(run, "handler_done", token, type=token.node.ext.job_type)
        return done
    if reply.kind == "queued":
        tokens.waits(run, token, "job")
    elif reply.kind == "error":
        errors.throw(run, token, reply.code, {**reply.variables})
    else:
        leaving.stick(run, token, script.Trouble(reply.code or "handler", reply.message))
    return False


def script_task(run: Run, token: Token) -> bool | None:
    """Evaluate the FEEL of a script task into its result variable."""
    if token.node.ext.script is None:
        return service(run, token)
    entering.enter(run, token)
    name = token.node.ext.result_variable
    result = script.evaluate(run, token.node.ext.script, token.inner)
    return leaving.prepare(run, token, {name: result} if name else {}) or None


def decision(run: Run, token: Token) -> bool | None:
    """Evaluate a DMN decision into its result variable; which rules fired goes to the history."""
    ext = token.node.ext
    if ext.decision_id is None:
        return service(run, token)
    entering.enter(run, token)
    decision_id = str(script.value(run, ext.decision_id, token.inner))
    if run.oracle is not None:
        outcome = run.oracle.decision(decision_id, scopes.visible(run, token.inner))
    else:
        outcome = _decide(run, token, decision_id)
    result = {ext.result_variable: outcome} if ext.result_variable else _fields(outcome)
    return leaving.prepare(run, token, result) or None


def call(run: Run, token: Token) -> bool | None:
    """Ask for the called process to be started; its end brings the token on."""
    entering.enter(run, token)
    ext = token.node.ext
    process_id = str(script.value(run, ext.called_process or "", token.inner))
    variables = scopes.variables(run, token.inner) if ext.parent_variables else _own(run, token)
    tokens.waits(run, token, "call")
    run.effects.calls.append(ChildStart(token.id, token.node.id, process_id, variables))
    return None


def called_done(run: Run, token: Token, variables: Mapping[str, Value]) -> None:
    """Take over the result of a called process that ended."""
    token.extra.pop("child", None)
    take = token.node.ext.child_variables or bool(token.node.ext.outputs)
    leaving.conclude(run, token, variables if take else {})


def _own(run: Run, token: Token) -> dict[str, Value]:
    """The variables of the step alone: its inputs, and what an element of a multi-instance has."""
    item = run.scopes[token.scope].variables if token.is_element else {}
    inputs = run.scopes[token.local].variables if token.local is not None else {}
    return {**item, **inputs}


def _result(token: Token, variables: Mapping[str, Value]) -> Mapping[str, Value]:
    """A service may gather its result under one name (``resultVariable`` of its headers)."""
    name = token.node.ext.headers.get("resultVariable")
    return {name: dict(variables)} if name else variables


def _retries(run: Run, token: Token) -> int:
    said = script.value(run, token.node.ext.retries or "3", token.inner)
    try:
        return min(max(1, int(said)), MOST_RETRIES)
    except (TypeError, ValueError):
        return 3


def _fields(outcome: Value) -> Mapping[str, Value]:
    return outcome if isinstance(outcome, dict) else {}


def _decide(run: Run, token: Token, decision_id: str) -> Value:
    model = run.definition.decisions.get(decision_id)
    if model is None:
        raise script.Trouble("decision", f"the version holds no decision {decision_id}")
    names = scopes.visible(run, token.inner)
    try:
        result = dmn.evaluate_among(model, decision_id, names, run.host.environment)
    except dmn.DecisionRefused as problem:
        raise script.Trouble("decision", problem.reason) from None
    except FeelLimitExceeded as problem:
        raise script.Trouble("decision", f"the decision asked for too much ({problem.limit})") from None
    rules = [{"decision": fired.decision, "rule": fired.rule, "id": fired.rule_id} for fired in result.trace]
    tokens.tell(run, "decision", token, decision=decision_id, rules=rules)
    return without_functions(result.value)
