"""FEEL, the expression language of DMN 1.5 (chapter 10): the one language of conditions, mappings, forms and decisions.

Pure Python without Django. Nothing in an expression reaches a Python object; an expression that asks for too much ends
in FeelLimitExceeded. What the standard leaves undefined is null and a warning.
"""

from __future__ import annotations

from engine.feel.conversion import NotAFeelValue, to_feel, to_json
from engine.feel.environment import Calendar, Environment, Evaluation, Position, Rates, Warning
from engine.feel.errors import FeelLimitExceeded, FeelSyntaxError
from engine.feel.expression import Expression, UnaryTests, compile, compile_unary_tests, evaluate, is_name
from engine.feel.limits import DEFAULT_LIMITS, Limits
from engine.feel.temporal import Time, WideDate, WideDateTime
from engine.feel.values import DaysDuration, Function, Range, Value, YearsDuration

__all__ = [
    "DEFAULT_LIMITS",
    "Calendar",
    "DaysDuration",
    "Environment",
    "Evaluation",
    "Expression",
    "FeelLimitExceeded",
    "FeelSyntaxError",
    "Function",
    "Limits",
    "NotAFeelValue",
    "Position",
    "Range",
    "Rates",
    "Time",
    "UnaryTests",
    "Value",
    "Warning",
    "WideDate",
    "WideDateTime",
    "YearsDuration",
    "compile",
    "compile_unary_tests",
    "evaluate",
    "is_name",
    "to_feel",
    "to_json",
]
