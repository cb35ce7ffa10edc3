"""Plays the scenarios that a bundle carries: what deployment demands, and what the studio's check shows."""

from __future__ import annotations

from pathlib import Path

from engine.bundle import TRIALS, Bundle
from engine.findings import Finding
from engine.scenarios import loading, running


def rehearse(bundle: Bundle) -> list[Finding]:
    """An error for each scenario of the bundle that does not pass, in order of their paths.

    Called processes are the deployed ones; nothing stays behind.
    """
    found = [
        (path, problem)
        for path, content in bundle.of_kind(".yaml").items()
        for problem in _problems(path, content, bundle)
    ]
    return [_finding(path, problem) for path, problem in found if problem]


def _problems(path: str, content: bytes, bundle: Bundle) -> list[str]:
    try:
        written = loading.read_all(Path(path.removeprefix(TRIALS)), content)
    except loading.ScenarioUnreadable as unreadable:
        return [str(unreadable)]
    return [_problem(scenario, bundle) for scenario in written]


def _problem(scenario: loading.Scenario, bundle: Bundle) -> str:
    if scenario.process.removesuffix(".bpmn") != bundle.process_id:
        return f"it is about the process {scenario.process}"
    return running.run(scenario, bundle).problem


def _finding(path: str, problem: str) -> Finding:
    return Finding(
        element_id=None,
        path=path,
        message_ko=f"시나리오가 통과하지 않습니다: {problem}",
        message_en=f"The scenario does not pass: {problem}",
    )
