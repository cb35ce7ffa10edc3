"""The scenario format, on the real engine."""

import pytest
from django.core.management import call_command

from engine import scenarios
from engine.models import ProcessInstance, ProcessVersion
from tests.engine.building import (
    extension,
    file,
    flows,
    io,
    message,
    message_event,
    node,
    process,
    script,
    service,
    timer,
    user,
)

pytestmark = pytest.mark.django_db

LANES = (
    '<bpmn:laneSet><bpmn:lane id="worker" name="근로자"><bpmn:flowNodeRef>sign</bpmn:flowNodeRef></bpmn:lane>'
    '<bpmn:lane id="clerk" name="담당"><bpmn:flowNodeRef>check</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>'
)
NOT_BY = extension('<zeebe:properties><zeebe:property name="notBy" value="sign"/></zeebe:properties>')
CALL = node("callActivity", "c", extension('<zeebe:calledElement processId="other"/>'))
ASKED = node("startEvent", "asked", message_event("m")) + node("endEvent", "gone") + flows("asked -> gone")
LOG = process(
    "log",
    LANES,
    node("startEvent", "start"),
    user("sign"),
    node("boundaryEvent", "late", timer("timeDuration", "P5D"), attachedToRef="sign", cancelActivity="false"),
    service("chase", "log.notify"),
    node("endEvent", "chased"),
    node("exclusiveGateway", "agreed", default="f_agreed_check"),
    service("seal", "log.seal", io("out =digest -> digest")),
    node("boundaryEvent", "broken", '<bpmn:errorEventDefinition errorRef="net"/>', attachedToRef="seal"),
    node("userTask", "check", NOT_BY),
    node("endEvent", "done"),
    node("endEvent", "failed"),
    node("subProcess", "withdrawal", ASKED, triggeredByEvent="true"),
    flows("start -> sign -> agreed", 'agreed -> seal: =decision = "agree"', "agreed -> check", "seal -> done"),
    flows("broken -> failed", "check -> done", "late -> chase -> chased"),
)  # fmt: skip
TOP = message("m", "withdraw", "=month") + '<bpmn:error id="net" errorCode="NETWORK"/>'


@pytest.fixture
def play(tmp_path, work):
    def run(text: str, **models: bytes) -> scenarios.Outcome:
        for name, content in {"log": file(LOG, top=TOP), **models}.items():
            (tmp_path / f"{name}.bpmn").write_bytes(content)
        path = tmp_path / "one.yaml"
        path.write_text(text, encoding="utf-8")
        return scenarios.run(scenarios.load(path))

    return run


def test_a_scenario_plays_from_start_to_end_and_leaves_nothing(play):
    outcome = play("""
scenario: agreed at once
process: log
now: 2026-03-02T09:00+09:00
start: {as: worker, data: {month: "2026-02", lines: [1, 2, 3]}}
mock: {log.seal: {digest: "abc"}, log.notify: error NETWORK}
steps:
  - complete: sign
    as: clerk
    expect: {refused: true}
  - complete: sign
    as: worker
    data: {decision: agree}
expect:
  open: []
  ended: done
  state: completed
  data: ["digest = \\"abc\\"", "count(lines) = 3", "nothing = null"]
  visited: [sign, agreed, seal, done]
  incidents: 0
""")
    assert outcome.problem == ""
    assert not ProcessInstance.objects.exists()
    assert not ProcessVersion.objects.exists()


def test_the_clock_moves_and_who_did_one_step_may_not_do_the_other(play):
    outcome = play("""
process: log
start: {as: worker, data: {month: M}}
mock: {log.seal: {}, log.notify: {}}
steps:
  - advance: P4D
    expect: {visited: [start], waiting: [late, asked]}
  - advance: P2D
    expect: {visited: [start, late, chase, chased], open: [sign]}
  - complete: sign
    data: {decision: no}
  - complete: check
    as: clerk#2
expect: {ended: done}
""")
    assert outcome.problem == ""


def test_an_error_of_a_mock_reaches_the_boundary_and_fail_is_an_incident(play):
    start = "process: log\nstart: {data: {month: M}}\n"
    complete = "steps:\n  - {complete: sign, data: {decision: agree}}\n"
    assert play(
        start + "mock: {log.seal: error NETWORK, log.notify: {}}\n" + complete + "expect: {ended: failed}"
    ).passed
    stuck = "expect: {state: incident, ended: null, incidents: 1}"
    assert play(start + "mock: {log.seal: fail, log.notify: {}}\n" + complete + stuck).passed
    again = complete + "  - {retry: seal}\nexpect: {ended: done}"
    assert play(start + "mock: {log.seal: [fail, {digest: x}], log.notify: {}}\n" + again).problem == ""


def test_a_worker_does_the_job(play):
    outcome = play("""
process: log
start: {data: {month: M}}
mock: {log.notify: {}}
steps:
  - complete: sign
    data: {decision: agree}
  - worker: {type: log.seal, fail: no net}
  - advance: P1D
  - worker: {type: log.seal, complete: {digest: "1"}}
expect: {ended: done, data: ["digest = \\"1\\""]}
""")
    assert outcome.problem == ""


def test_a_message_ends_it_and_a_wrong_expectation_is_told(play):
    text = "process: log\nstart: {data: {month: M}}\nmock: {log.seal: {}, log.notify: {}}\n"
    text += "steps:\n  - message: {name: withdraw, key: M}\n"
    assert play(text + "expect: {ended: gone, state: completed}").problem == ""
    assert "ended: expected done, found gone" in play(text + "expect: {ended: done}").problem


def test_a_bundle_with_a_mistake_is_refused_by_name(play):
    bad = file(process("bad", node("startEvent", "s"), node("complexGateway", "x"), user("t"), flows("s -> t")))
    assert play("process: bad\nexpect: {refused: [x]}", bad=bad).problem == ""
    assert play("process: log\nexpect: {refused: true}\nmock: {log.seal: {}, log.notify: {}}").problem != ""
    assert play("process: log\nexpect: {refused: [seal, chase]}").problem == ""


def test_a_called_process_beside_it_runs_too(play):
    main = file(
        process("main", node("startEvent", "s"), CALL, node("endEvent", "e"), flows("s -> c -> e"))
    )  # fmt: skip
    other = file(
        process("other", node("startEvent", "os"), user("ot"), script("os2", "=1", "x"), flows("os -> ot -> os2"))
    )
    text = "process: main\nstart: {}\nsteps:\n  - {complete: ot}\nexpect: {ended: e, data: [x = 1]}"
    assert play(text, main=main, other=other).problem == ""


def test_the_command_counts(play, tmp_path, capsys):
    play("process: log\nstart: {data: {month: M}}\nmock: {log.seal: {}, log.notify: {}}\nexpect: {open: [sign]}")
    call_command("run_scenarios", str(tmp_path))
    assert capsys.readouterr().out.splitlines()[-1] == "1 passed, 0 failed"
    (tmp_path / "two.yaml").write_text("process: log\nstart: {}\nexpect: {open: [nothing]}")
    with pytest.raises(SystemExit):
        call_command("run_scenarios", str(tmp_path))
    assert capsys.readouterr().out.splitlines()[-1] == "1 passed, 1 failed"
