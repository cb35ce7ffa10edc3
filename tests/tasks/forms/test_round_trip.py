"""For any values: what the page shows for them, posted back, is read as the same values."""

import unicodedata
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as some

from engine.feel import Time
from tasks import forms
from tasks.forms.scalars import SEOUL
from tests.tasks.forms.building import around, choice, draw, field, form, page, read

CODES = ["a", "b", "가 나", "<&>\"'"]
VISIBLE = some.characters(blacklist_categories=("Cc", "Cs", "Co", "Cn", "Zl", "Zp"))


def words(lines=False):
    text = some.text(VISIBLE | some.just("\n") if lines else VISIBLE, max_size=60)
    return text.map(lambda found: unicodedata.normalize("NFC", found).strip() or None)


NUMBERS = some.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**12), max_value=10**12)
MOMENTS = some.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)).map(
    lambda found: found.replace(microsecond=0, tzinfo=SEOUL)
)
VALUES = {
    "text": (field("textfield", "text"), words()),
    "area": (field("textarea", "area"), words(lines=True)),
    "number": (field("number", "number"), some.none() | NUMBERS),
    "day": (field("datetime", "day", subtype="date"), some.none() | some.dates()),
    "at": (
        field("datetime", "at", subtype="time"),
        some.none() | some.builds(Time, some.integers(0, 23), some.integers(0, 59), some.integers(0, 59)),
    ),
    "moment": (field("datetime", "moment", subtype="datetime"), some.none() | MOMENTS),
    "tick": (field("checkbox", "tick"), some.booleans()),
    "one": (choice("radio", "one", *CODES), some.none() | some.sampled_from(CODES)),
    "pick": (choice("select", "pick", *CODES), some.none() | some.sampled_from(CODES)),
    "several": (choice("checklist", "several", *CODES), some.sets(some.sampled_from(CODES))),
}
ROW = {name: VALUES[name] for name in ("text", "number", "tick", "one")}
LISTED = {"type": "dynamiclist", "id": "l", "path": "rows", "components": [part for part, _ in ROW.values()]}
FORM = form(*(part for part, _ in VALUES.values()), {**LISTED, "defaultRepetitions": 9})


def contexts(parts):
    return some.fixed_dictionaries({name: values for name, (_, values) in parts.items()})


@settings(max_examples=50)
@given(contexts(VALUES), some.lists(contexts(ROW), max_size=3))
def test_reading_what_was_presented_gives_the_values_back(values, rows):
    given_values = {**values, "several": [code for code in CODES if code in values["several"]], "rows": rows}
    surroundings = around()
    html = draw(FORM, forms.fill(FORM, surroundings, given_values), surroundings)
    result = read(FORM, page(html).posted, surroundings)
    assert result.errors == []
    assert result.values == given_values


@given(some.dictionaries(some.text(max_size=30), some.lists(some.text(max_size=50), max_size=3), max_size=8))
def test_whatever_is_posted_is_read_or_refused_but_never_fails(posted):
    names = [*VALUES, "rows[0].text", "rows[#]", "rows[9999].number", "add", "remove", "detach", "refresh"]
    hostile = {**posted, **dict(zip(names, posted.values(), strict=False))}
    surroundings = around()
    answers = forms.take_in(FORM, hostile, forms.Answers(), lambda text: None)
    forms.press(FORM, hostile, answers, surroundings)
    result = forms.read(FORM, answers, surroundings)
    assert set(result.values) <= {*VALUES, "rows"}
    draw(FORM, answers, surroundings, result.errors)


def test_a_moment_in_another_zone_is_shown_in_koreas():
    made = form(field("datetime", "moment", subtype="datetime"))
    shown = page(draw(made, forms.fill(made, around(), {"moment": datetime(2026, 3, 2, 0, 30, tzinfo=UTC)}))).posted
    assert shown == {"moment": ["2026-03-02T09:30"]}
