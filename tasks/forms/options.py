"""What a choice field offers: written in the form, a code list, a named query, or computed from the data."""

from __future__ import annotations

from collections.abc import Mapping

from engine.feel import Value, to_feel
from tasks.forms import codes, sources, wording
from tasks.forms.places import value_at
from tasks.forms.schema import Field
from tasks.forms.sources import Option
from tasks.forms.surroundings import Surroundings, evaluate


def of(field: Field, scope: Mapping[str, Value], surroundings: Surroundings) -> list[Option]:
    """The options of a field where its row's names are in ``scope``; an unknown list or query gives none."""
    properties = field.properties
    if "codes" in properties:
        try:
            return codes.options(properties["codes"], surroundings.language)
        except codes.CodeListUnknown:
            return []
    if "records" in properties:
        try:
            return sources.options(properties["records"], asked(scope, surroundings))
        except sources.SourceUnknown:
            return []
    return _written(field, scope, surroundings)


def asked(scope: Mapping[str, Value], surroundings: Surroundings) -> sources.Asked:
    """What a named query is told."""
    return sources.Asked(
        person_id=surroundings.person_id,
        instance_id=surroundings.instance_id,
        language=surroundings.language,
        now=surroundings.environment.now,
        data=scope,
    )


def _written(field: Field, scope: Mapping[str, Value], surroundings: Surroundings) -> list[Option]:
    source = field.source
    if source.get("valuesExpression"):
        found = evaluate(str(source["valuesExpression"]), scope, surroundings)
    elif source.get("valuesKey"):
        found = value_at(scope, tuple(str(source["valuesKey"]).split(".")))
    else:
        found = source.get("values")
    return [_option(one, scope, surroundings) for one in found] if isinstance(found, list) else []


def _option(one: object, scope: Mapping[str, Value], surroundings: Surroundings) -> Option:
    if not isinstance(one, dict):
        return Option(value=to_feel(one), label=wording.plain(one, surroundings.language))
    label = one.get("labelEn") if surroundings.language == "en" else None
    label = label or one.get("label") or one.get("value")
    return Option(value=to_feel(one.get("value")), label=wording.fill(str(label), scope, surroundings))
