"""JSON values become what a page would have posted, whatever their shape; what has no such form is named."""

from decimal import Decimal

import orjson
import pytest
from hypothesis import given as given_any
from hypothesis import strategies as st

from tasks.forms import parse
from tasks.forms.given import Given, slips
from tasks.forms.posting import FormTooLarge

FIELDS = [
    {"type": "textfield", "key": "name"},
    {"type": "number", "key": "money.amount"},
    {"type": "checkbox", "key": "agreed"},
    {"type": "taglist", "key": "days", "values": [{"value": "MON", "label": "월"}]},
    {"type": "filepicker", "key": "paper"},
    {"type": "textfield", "key": "fixed", "readonly": True},
    {"type": "dynamiclist", "path": "rows", "components": [{"type": "number", "key": "minutes"}]},
]
FORM = parse(orjson.dumps({"id": "f", "type": "default", "schemaVersion": 19, "components": FIELDS}))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.decimals(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=20,
)


def named(values: dict[str, object]) -> list[tuple[str, str]]:
    return [(slip.name, slip.message) for slip in slips(FORM, Given(values), "en")]


def test_each_kind_of_value_is_written_as_its_field_reads_it():
    values = {
        "name": "한가람",
        "money": {"amount": Decimal("12000.50")},
        "agreed": True,
        "days": ["MON", "TUE"],
        "rows": [{"minutes": 60}, {"minutes": None}],
    }
    assert dict(Given(values)) == {
        "name": ("한가람",),
        "money.amount": ("12000.5",),
        "agreed": ("true",),
        "days": ("MON", "TUE"),
        "rows[#]": ("2",),
        "rows[0].minutes": ("60",),
        "rows[1].minutes": ("",),
    }
    assert named(values) == []


@pytest.mark.parametrize("nothing", [{"days": []}, {"rows": []}, {"rows": None}, {"agreed": False}, {"name": None}])
def test_an_empty_value_is_an_empty_field(nothing: dict[str, object]):
    assert named(nothing) == []


@pytest.mark.parametrize(
    ("values", "name", "said"),
    [
        ({"nmae": "x"}, "nmae", "no such field"),
        ({"fixed": "x"}, "fixed", "no such field"),
        ({"rows": ["x"]}, "rows", "no such field"),
        ({"rows": [{"minutes": 1}, "x"]}, "rows", "No field can hold"),
        ({"name": ["a", "b"]}, "name", "single value"),
        ({"name": []}, "name", "single value"),
        ({"paper": "x"}, "paper", "Files cannot be sent"),
        ({"a.b": 1}, "a.b", "No field can hold"),
        ({"": 1}, "", "No field can hold"),
    ],
)
def test_what_has_no_place_in_the_form_is_named(values: dict[str, object], name: str, said: str):
    [(found, message)] = named(values)
    assert found == name
    assert said in message


def test_more_than_any_form_holds_is_refused():
    with pytest.raises(FormTooLarge):
        Given({str(number): "" for number in range(5_001)})
    with pytest.raises(FormTooLarge):
        Given({"name": "가" * 1_000_001})


def test_a_number_far_from_the_point_is_not_written_out():
    assert Given({"name": Decimal("1e999999")})["name"] == ("1E+999999",)


@given_any(st.dictionaries(st.text(max_size=6), JSON, max_size=6))
def test_no_value_breaks_the_reading_and_each_name_is_taken_or_named(values: dict[str, object]):
    posted = Given(values)
    assert all(isinstance(text, str) for texts in posted.values() for text in texts)
    refused = {slip.name for slip in slips(FORM, posted, "ko")}
    known = {"name", "agreed", "days", "rows", "money", "paper", "fixed"}
    for name, value in values.items():
        if name not in known and value not in ({}, []) and not isinstance(value, dict | list):
            assert name in refused
