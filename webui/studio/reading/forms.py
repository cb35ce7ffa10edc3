"""What the forms of a bundle ask: fields with their labels, and the words behind coded answers."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tasks.forms import codes
from webui.studio.reading import kinds


@dataclass(frozen=True, kw_only=True)
class FieldRead:
    """One field: its variable, its label, its kind in words, whether it must be filled in."""

    key: str
    label: str
    kind: str
    required: bool


@dataclass(frozen=True)
class Vocabulary:
    """Words for variables and for their coded values, from all forms: ``labels[key]``, ``answers[key][value]``."""

    labels: Mapping[str, str]
    answers: Mapping[str, Mapping[str, str]]

    def label(self, key: str) -> str:
        """The label of a variable; its last part where nobody labelled it."""
        return self.labels.get(key) or self.labels.get(key.split(".")[-1]) or key

    def answer(self, key: str, value: str) -> str:
        """The words of a coded value."""
        return self.answers.get(key, {}).get(value, value)


def fields(content: bytes, language: str) -> list[FieldRead]:
    """The fields of one form in order; an unreadable form has none (the check says so)."""
    suffix = "En" if language == "en" else ""
    return [
        FieldRead(
            key=one.get("key", ""),
            label=_label(one, suffix),
            kind=kinds.field(one.get("type", "")),
            required=bool(one.get("validate", {}).get("required")),
        )
        for one in _components(content)
        if one.get("key")
    ]


def raw_fields(content: bytes) -> list[dict[str, Any]]:
    """The fields of one form as its JSON has them, those inside groups and lists too."""
    return [one for one in _components(content) if one.get("key")]


def vocabulary(files: Mapping[str, bytes], language: str) -> Vocabulary:
    """The words of all forms of a bundle."""
    labels: dict[str, str] = {}
    answers: dict[str, dict[str, str]] = {}
    suffix = "En" if language == "en" else ""
    for path, content in sorted(files.items()):
        for one in _components(content) if path.endswith(".form") else ():
            key = one.get("key")
            if not key:
                continue
            labels.setdefault(key, _label(one, suffix))
            words = {
                str(v.get("value")): v.get(f"label{suffix}") or v.get("label", "") for v in one.get("values") or ()
            }
            answers.setdefault(key, {}).update(words | _coded(one, language))
    return Vocabulary(labels, answers)


def _coded(field: Mapping[str, Any], language: str) -> dict[str, str]:
    """The words of a field whose options are a code list; none for an unknown list (the check says so)."""
    name = (field.get("properties") or {}).get("codes", "")
    if name not in codes.names():
        return {}
    return {str(one.value): one.label for one in codes.options(name, "en" if language == "en" else "ko")}


def _label(field: Mapping[str, Any], suffix: str) -> str:
    english = (field.get("properties") or {}).get("labelEn", "") if suffix else ""
    return english or field.get("label") or field.get("dateLabel") or field.get("key", "")


def _components(content: bytes) -> Iterator[dict[str, Any]]:
    try:
        schema = json.loads(content)
    except ValueError:
        return
    waiting = [schema] if isinstance(schema, dict) else []
    while waiting:
        one = waiting.pop(0)
        inner = [child for child in one.get("components") or () if isinstance(child, dict)]
        waiting = inner + waiting
        if one is not schema:
            yield one
