"""The data of an instance for supervisors: named as in the forms, with personal and sensitive values masked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from engine import feel, queries
from engine.bundle import Bundle
from engine.feel import Value
from engine.queries import InstanceDetail
from webui.studio.reading import forms

#: Properties of a form field that say its value is a person's own business.
PERSONAL = ("pii", "mask", "sensitive", "autocomplete")
LONGEST = 300


@dataclass(frozen=True, kw_only=True)
class DataLine:
    """One variable: its label, its name, its value in words (masked where ``hidden``).

    ``is_open`` says that a supervisor may change it: nothing hidden, no file, nothing sealed.
    """

    label: str
    name: str
    value: str
    hidden: bool
    is_open: bool = False


def lines(version_ids: Sequence[UUID], variables: Mapping[str, Value], language: str) -> list[DataLine]:
    """The variables of an instance in the order of their names.

    ``version_ids`` are those of the whole family, its own first: a value keeps its words, and stays masked, in a
    process that was called with it and has no form for it.
    """
    bundles = {version_id: queries.bundle(version_id) for version_id in version_ids}
    files = {f"{place}/{path}": one.files[path] for place, one in enumerate(bundles.values()) for path in one.files}
    words = forms.vocabulary(files, language)
    personal = frozenset[str]().union(*(_personal(version_id, bundle) for version_id, bundle in bundles.items()))
    return [
        DataLine(
            label=words.label(name) if name in words.labels else "",
            name=name,
            value=_("가림") if name in personal else _in_words(value, name, words),
            hidden=name in personal,
            is_open=name not in personal and not _is_kept_elsewhere(value),
        )
        for name, value in sorted(variables.items())
    ]


def versions_of(found: InstanceDetail) -> list[UUID]:
    """The versions of the whole family, each once, this instance's own first."""
    others = (one.version_id for one in queries.family(found.facts.root_id))
    return list(dict.fromkeys([found.facts.version_id, *others]))


def _is_kept_elsewhere(value: Value) -> bool:
    """A file or a sealed value, of which the variable only holds the reference."""
    return isinstance(value, dict) and ("vault" in value or "digest" in value)


def _personal(version_id: UUID, bundle: Bundle) -> frozenset[str]:
    """Variables that stay masked: personal fields, and all fields of forms of steps marked as sensitive."""
    elements = queries.elements(version_id)
    sensitive = {one.form_id for one in elements if one.properties.get("sensitive") == "true" and one.form_id}
    found = set()
    for form_id, content in bundle.forms.items():
        for field in forms.raw_fields(content):
            if form_id in sensitive or _is_personal(field):
                found.add(field["key"])
    return frozenset(found)


def _is_personal(field: Mapping[str, Any]) -> bool:
    given = field.get("properties") or {}
    return any(given.get(name) for name in PERSONAL) or str(given.get("codes", "")).startswith("disability")


def _in_words(value: Value, name: str, words: forms.Vocabulary) -> str:
    if value is None:
        return _("없음")
    if isinstance(value, bool):
        return _("예") if value else _("아니요")
    if isinstance(value, dict) and "vault" in value:
        return str(value.get("masked", ""))
    if isinstance(value, dict) and "digest" in value:
        return str(value.get("name", ""))
    if isinstance(value, list):
        between = " / " if any(isinstance(one, dict) for one in value) else ", "
        return between.join(_in_words(one, name, words) for one in value)[:LONGEST] or _("없음")
    if isinstance(value, dict):
        told = {key: inner for key, inner in value.items() if inner is not None}
        return ", ".join(f"{words.label(key)} {_in_words(one, key, words)}" for key, one in told.items())[:LONGEST]
    return words.answer(name, str(feel.to_json(value)))[:LONGEST]
