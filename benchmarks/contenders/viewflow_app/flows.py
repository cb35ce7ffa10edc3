"""The flow of `bin/bench step` as one writes it for django-viewflow."""

# ruff: noqa: ANN401 - Viewflow is untyped

from __future__ import annotations

from typing import Any

from django import forms
from viewflow import this
from viewflow.workflow import flow, lock
from viewflow.workflow.flow import nodes
from viewflow.workflow.models import Process

RULE = {1: "low", 2: "high"}


class Answer(forms.Form):
    """What every step asks for."""

    text = forms.CharField(max_length=5000)
    n = forms.IntegerField(min_value=0)


def view(request: Any, **facts: Any) -> None:
    """Never called: completions are made as Viewflow's own view makes them, without the page around."""


def rate(activation: Any) -> None:
    """The rule."""
    activation.process.data["level"] = RULE.get(activation.process.data["n"], "low")
    activation.process.save()


def calculate(activation: Any) -> None:
    """The script."""
    activation.process.data["m"] = activation.process.data["n"] * 2
    activation.process.save()


def step(following: Any) -> Any:
    """A user task of the one worker."""
    return nodes.View(view).Assign(username="worker").Next(following)


class Bench(flow.Flow):
    """The flow."""

    process_class = Process
    lock_impl = lock.SelectForUpdateLock()
    begin = nodes.StartHandle(this.start).Next(this.a)
    a = step(this.g1)
    g1 = nodes.If(lambda activation: activation.process.data["n"] > 0).Then(this.b).Else(this.c)
    b = step(this.g2)
    c = step(this.g2)
    g2 = nodes.If(lambda activation: True).Then(this.fork).Else(this.fork)
    fork = nodes.Split().Next(this.d).Next(this.e)
    d = step(this.join)
    e = step(this.join)
    join = nodes.Join().Next(this.rule)
    rule = nodes.Function(rate).Next(this.calc)
    calc = nodes.Function(calculate).Next(this.g3)
    g3 = nodes.If(lambda activation: activation.process.data["m"] > 1).Then(this.f).Else(this.end)
    f = step(this.end)
    end = nodes.End()

    def start(self, activation: Any, data: dict[str, Any]) -> Any:
        """Begin with the data."""
        activation.process.data = dict(data)
        activation.process.save()
        return activation.process
