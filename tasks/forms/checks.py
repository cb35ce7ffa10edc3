"""What must hold before a form may be deployed; the engine's gate calls this through its registry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import orjson

from engine import feel
from engine.feel.freenames import unknown_functions
from engine.feel.meaningless import wrong_constants
from engine.findings import Finding
from tasks.forms import codes, limits, sources
from tasks.forms.schema import CHOICES, KNOWN, PAGE_BUTTONS, VALUES, Field, Form, FormFileBroken, parse
from tasks.forms.surroundings import is_expression
from tasks.forms.wording import HOLE

MOST_FIELDS = 500
MOST_BYTES = 512 * 1024
_OLDEST_SCHEMA = 19
_COMPUTED = (
    "label",
    "description",
    "text",
    "valuesExpression",
    "dataSource",
    "expression",
    "readonly",
    "disabled",
    "defaultValue",
)
#: What is an expression or nothing: a text without the equals sign would be kept and never computed.
_ONLY_COMPUTED = ("valuesExpression", "expression")
_SUBTYPES = {None, "date", "time", "datetime"}


def check(form_bytes: bytes) -> list[Finding]:
    """The problems of a form file: components that are refused, names that clash or are missing, what is not FEEL."""
    if len(form_bytes) > MOST_BYTES:
        return [
            _finding(None, f"양식 파일이 너무 큽니다(최대 {MOST_BYTES // 1024} KB).", "The form file is too large.")
        ]
    try:
        form = parse(form_bytes)
    except FormFileBroken as broken:
        return [_finding(None, "form-js 양식 파일이 아닙니다.", f"This is not a form-js file: {broken}.")]
    source = orjson.loads(form_bytes)
    found = [*_whole(form, source), *_strangers(source)]
    for field in form.every_field():
        found += [*_component(field), *_expressions(field), *_properties(field)]
        found += [_finding(_where(field), ko, en) for ko, en in limits.wrong(field)]
    return found


def _whole(form: Form, source: dict[str, Any]) -> Iterator[Finding]:
    said = source.get("schemaVersion")
    version = said if isinstance(said, int) else 0
    if version < _OLDEST_SCHEMA:
        ko = f"schemaVersion이 {_OLDEST_SCHEMA} 이상이어야 합니다(지금 {version})."
        yield _finding(None, ko, f"schemaVersion must be {_OLDEST_SCHEMA} or newer (it is {version}).")
    if (kind := source.get("type", "default")) != "default":
        yield _finding(
            None, f"양식의 type은 default여야 합니다(지금 {kind}).", f"The form's type is default, not {kind}."
        )
    if not form.id:
        yield _finding(None, "양식에 id가 없습니다.", "The form has no id.")
    if sum(1 for _ in form.every_field()) > MOST_FIELDS:
        yield _finding(None, f"항목이 {MOST_FIELDS}개를 넘습니다.", f"There are more than {MOST_FIELDS} fields.")
    yield from _clashes(form.fields)


def _strangers(holder: dict[str, Any], where: str | None = None) -> Iterator[Finding]:
    """What stands among components and is none: no page would show it."""
    inner = holder.get("components")
    listed = inner if isinstance(inner, list) else []
    if not isinstance(inner, list | None) or not all(isinstance(one, dict) for one in listed):
        yield _finding(where, "구성 요소(components)가 아닌 것이 있습니다.", "There is something that is no component.")
    for one in listed:
        if isinstance(one, dict):
            yield from _strangers(one, str(one.get("id") or "") or None)


def _clashes(fields: tuple[Field, ...]) -> Iterator[Finding]:
    places = Counter(_places(fields))
    for place, count in places.items():
        if count > 1:
            key = ".".join(place)
            yield _finding(key, f"키 '{key}'를 여러 항목이 씁니다.", f"Several fields have the key '{key}'.")
    for field in fields:
        if field.type == "dynamiclist":
            yield from _clashes(field.children)
        elif field.children:
            yield from (
                finding
                for inner in field.children
                if inner.type == "dynamiclist"
                for finding in _clashes(inner.children)
            )


def _places(fields: tuple[Field, ...]) -> Iterator[tuple[str, ...]]:
    for field in fields:
        if field.type in VALUES or field.type == "dynamiclist":
            yield field.path
        elif field.children:
            yield from _places(field.children)


def _component(field: Field) -> Iterator[Finding]:
    where = _where(field)
    if field.type == "button":
        if field.source.get("action", "submit") not in PAGE_BUTTONS:
            yield _finding(where, "사용자 정의 단추는 쓸 수 없습니다.", "Custom buttons are refused.")
    elif field.type not in KNOWN:
        ko = f"'{field.type}' 요소는 쓸 수 없습니다."
        yield _finding(where, ko, f"The component '{field.type}' is refused: it could show foreign content.")
    elif (field.type in VALUES or field.type == "dynamiclist") and not field.path:
        yield _finding(where, "키가 없습니다.", "The field has no key.")
    if field.type == "datetime" and (kind := field.source.get("subtype")) not in _SUBTYPES:
        yield _finding(where, f"날짜 항목의 subtype이 아닙니다: {kind}", f"A datetime has no subtype {kind}.")
    if field.sealed and field.type != "textfield":
        yield _finding(where, "pii: rrn은 한 줄 글상자에만 쓸 수 있습니다.", "pii: rrn belongs on a textfield.")
    if not all(part.replace("_", "a").isalnum() for part in field.path):
        yield _finding(where, "키에는 글자, 숫자, _만 쓸 수 있습니다.", "A key has letters, digits and _ only.")
    elif not all(map(feel.is_name, field.path)):
        ko = "키가 FEEL에서 읽을 수 있는 이름이 아닙니다. 숫자나 FEEL의 낱말로는 쓸 수 없습니다."
        yield _finding(where, ko, "The key is no name in FEEL: it begins with a digit or is a word of FEEL.")
    if (
        field.type in VALUES
        and field.type != "expression"
        and not (field.source.get("label") or field.source.get("dateLabel") or field.source.get("timeLabel"))
    ):
        yield _finding(where, "이름표(label)가 없습니다.", "The field has no label.", severity="warning")


def _expressions(field: Field) -> Iterator[Finding]:
    condition = field.source.get("conditional")
    hide = condition.get("hide") if isinstance(condition, dict) else None
    written = [field.source.get(name) for name in _COMPUTED] + [hide, *field.rules.values()]
    for one in (hide, *map(field.source.get, _ONLY_COMPUTED)):
        if isinstance(one, str) and one.strip() and not is_expression(one):
            yield _finding(_where(field), f"FEEL 식은 =로 시작합니다: {one}", f"An expression begins with =: {one}")
    texts = [str(one).strip().removeprefix("=") for one in written if is_expression(one)]
    shown = (field.source.get(name) for name in ("label", "description", "text"))
    texts += [
        hole for one in (*shown, *field.properties.values()) if isinstance(one, str) for hole in HOLE.findall(one)
    ]
    for text in texts:
        try:
            compiled = feel.compile(text)
        except (feel.FeelSyntaxError, feel.FeelLimitExceeded) as broken:
            yield _finding(_where(field), f"FEEL 식이 잘못되었습니다: {text}", f"Not FEEL: {text} ({broken.message})")
            continue
        for name in sorted(unknown_functions(compiled.node)):
            yield _finding(_where(field), f"{name} 함수는 없습니다: {text}", f"There is no function {name}: {text}")
        for wrong in wrong_constants(compiled.node):
            yield _finding(_where(field), f"뜻이 없는 값입니다. {wrong}", f"A constant means nothing: {wrong}")


def _properties(field: Field) -> Iterator[Finding]:
    where, properties = _where(field), field.properties
    if "codes" in properties and properties["codes"] not in codes.names():
        yield _finding(
            where, f"코드표 '{properties['codes']}'가 없습니다.", f"There is no code list '{properties['codes']}'."
        )
    if "records" in properties and properties["records"] not in sources.known_options():
        name = properties["records"]
        yield _finding(where, f"조회 '{name}'가 없습니다.", f"There is no named query '{name}'.", severity="warning")
    if "view" in properties and properties["view"] not in sources.known_views():
        name = properties["view"]
        yield _finding(where, f"보기 '{name}'가 없습니다.", f"There is no view '{name}'.", severity="warning")
    if field.type in CHOICES and not (
        field.source.get("values")
        or field.source.get("valuesKey")
        or field.source.get("valuesExpression")
        or "codes" in properties
        or "records" in properties
    ):
        yield _finding(where, "고를 것이 없습니다.", "The field offers nothing to choose.")


def _where(field: Field) -> str:
    return ".".join(field.path) or field.id


def _finding(where: str | None, ko: str, en: str, severity: str = "error") -> Finding:
    return Finding(
        element_id=where,
        path="",
        message_ko=ko,
        message_en=en,
        severity="warning" if severity == "warning" else "error",
    )
