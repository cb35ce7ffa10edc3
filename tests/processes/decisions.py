"""Runs a decision table of a lifecycle as the engine does, without an instance around it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from engine.dmn import evaluate, parse
from engine.feel.environment import Environment
from engine.feel.values import Value

PROCESSES = Path(__file__).resolve().parents[2] / "processes"
NOW = datetime(2026, 3, 2, 9, tzinfo=ZoneInfo("Asia/Seoul"))


def decide(lifecycle: str, decision: str, inputs: dict[str, object]) -> Value:
    model = parse((PROCESSES / lifecycle / "decisions" / f"{decision}.dmn").read_bytes())
    assert not model.problems
    return evaluate(model, decision, inputs, Environment(now=NOW)).value
