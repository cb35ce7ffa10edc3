"""DMN 1.1 to 1.5: decision models read, checked, evaluated and explained."""

from __future__ import annotations

from engine.dmn.analysis import Finding, analyse
from engine.dmn.errors import DecisionRefused
from engine.dmn.evaluation import Decided, evaluate, evaluate_among, evaluate_leniently
from engine.dmn.model import Decision, Model, Problem
from engine.dmn.parsing import by_namespace, imported, neighbours, parse
from engine.dmn.table import Fired

__all__ = [
    "Decided",
    "Decision",
    "DecisionRefused",
    "Finding",
    "Fired",
    "Model",
    "Problem",
    "analyse",
    "by_namespace",
    "evaluate",
    "evaluate_among",
    "evaluate_leniently",
    "imported",
    "neighbours",
    "parse",
]
