"""Values instead of posted texts through a form: how a scenario's people fill it in, judged by the same schema."""

from __future__ import annotations

from collections.abc import Mapping

from engine.feel import Environment, Value
from engine.scenarios.answers import AnswersRefused
from tasks.forms import filling, reading, schema
from tasks.forms.given import Given, slips
from tasks.forms.posting import field_of
from tasks.forms.schema import VALUES, Field, Form
from tasks.forms.surroundings import Surroundings
from tasks.forms.validation import FieldError


def read_values(
    content: bytes, given: Mapping[str, Value], variables: Mapping[str, Value], environment: Environment
) -> Mapping[str, Value]:
    """The variables that the form makes of the values; names it does not have are dropped, as a post's are.

    What only the running system can judge is taken as it is given: files, sealed numbers, choices among records.

    Raises:
        AnswersRefused: what is wrong with the values, in Korean.
    """
    form = schema.parse(content)
    surroundings = Surroundings(environment=environment, variables=variables)
    result = reading.read(form, filling.fill(form, surroundings, {**variables, **given}), surroundings)
    errors = [*_misshapen(form, given), *result.errors]
    wrong = [error for error in errors if not _beyond_us(field_of(form, error.name))]
    if wrong:
        raise AnswersRefused([f"{error.name}: {error.message}" for error in wrong])
    return {**result.values, **{name: given[name] for name in _taken(form) if name in given}}


def _misshapen(form: Form, values: Mapping[str, Value]) -> list[FieldError]:
    """Values no field of the form has room for, such as a list for a text; names it does not have pass, as above."""
    found = slips(form, Given(values), "ko")
    holders = {error.name: _holder(form, error.name) for error in found}
    return [error for error in found if (field := holders[error.name]) is not None and not _beyond_us(field)]


def _holder(form: Form, name: str) -> Field | None:
    """The field of a name, or the one inside which the name would lie (``a`` of ``a.b``)."""
    while (field := field_of(form, name)) is None and "." in name:
        name = name.rpartition(".")[0]
    return field


def _beyond_us(field: Field | None) -> bool:
    return field is not None and (field.sealed or field.type == "filepicker" or "records" in field.properties)


def _taken(form: Form) -> set[str]:
    """The variables in which values lie that are not judged here."""
    found: set[str] = set()
    pending = [(field, field.path[0] if field.path else "") for field in form.fields]
    while pending:
        field, top = pending.pop()
        pending.extend((child, top or (child.path[0] if child.path else "")) for child in field.children)
        if top and field.type in VALUES and _beyond_us(field):
            found.add(top)
    return found
