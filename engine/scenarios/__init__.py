"""Scenarios: tests of a process that an analyst can read and write (the format: docs/scenarios.md)."""

from __future__ import annotations

from engine.scenarios.loading import Scenario, ScenarioUnreadable, find, load, load_all, read, read_all
from engine.scenarios.rehearsing import rehearse
from engine.scenarios.running import Outcome, run

__all__ = [
    "Outcome",
    "Scenario",
    "ScenarioUnreadable",
    "find",
    "load",
    "load_all",
    "read",
    "read_all",
    "rehearse",
    "run",
]
