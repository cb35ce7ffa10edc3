"""What each field of a form may give, for the deploy gate, which looks at every case that can happen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from engine.exploring.unknowns import ANYTHING, Domain
from engine.feel import Value, to_feel
from tasks.forms.schema import ONE_OF, TEXT_TYPES, Field, FormFileBroken, parse

_KINDS = {"number": "number", "checkbox": "boolean"} | dict.fromkeys(TEXT_TYPES, "text")
_NOT_ALWAYS = frozenset({"conditional", "readonly", "disabled"})


def of(form_bytes: bytes) -> Mapping[str, Domain]:
    """The variables a form's completion writes, with what each may be; a broken file gives none."""
    try:
        form = parse(form_bytes)
    except FormFileBroken:
        return {}
    return dict(_domains(form.fields, surely=True))


def _domains(fields: Sequence[Field], *, surely: bool) -> Iterator[tuple[str, Domain]]:
    """Fields with their domains; one that is not ``surely`` asked for may leave the variable as it was."""
    for field in fields:
        asked = surely and not field.source.keys() & _NOT_ALWAYS
        if field.path:
            # What lies deeper, in groups with a path and in lists, is a part of one variable.
            yield field.path[0], _domain(field) if asked and len(field.path) == 1 else ANYTHING
        yield from _domains(field.children, surely=asked)


def _domain(field: Field) -> Domain:
    nullable = field.rules.get("required") is not True
    if field.type in ONE_OF:
        return Domain(_offered(field), nullable=nullable)
    return Domain(kind=_KINDS[field.type], nullable=nullable) if field.type in _KINDS else ANYTHING


def _offered(field: Field) -> tuple[Value, ...] | None:
    """The values written in the form; None where they come from elsewhere."""
    values = field.source.get("values")
    elsewhere = {"codes", "records"} & field.properties.keys() or {
        "valuesExpression",
        "valuesKey",
    } & field.source.keys()
    if elsewhere or not isinstance(values, list):
        return None
    found = [one.get("value") if isinstance(one, dict) else one for one in values]
    return tuple(map(to_feel, found)) if all(isinstance(one, str | int | float) for one in found) else None
