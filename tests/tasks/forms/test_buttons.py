"""Rows are added and removed, files taken off, by buttons that need no JavaScript."""

from tasks import forms
from tasks.forms.answers import Answers, FileValue
from tests.tasks.forms.building import around, choice, field, form, read

LISTED = {
    "type": "dynamiclist",
    "id": "l",
    "path": "rows",
    "properties": {"maxRows": "3"},
    "components": [field("textfield", "a", defaultValue="새 줄"), field("filepicker", "f")],
}


def press(made, posted, answers=None):
    posted = {name: [text] for name, text in posted.items()}
    taken = forms.take_in(made, posted, answers or Answers(), lambda text: None)
    return forms.press(made, posted, taken, around())


def test_no_button_hands_the_form_in():
    assert press(form(LISTED), {"rows[#]": "1", "rows[0].a": "x"}) is None


def test_a_row_is_added_with_its_defaults_and_gone_to():
    pressed = press(form(LISTED), {"rows[#]": "1", "rows[0].a": "x", "add": "rows"})
    assert (pressed.action, pressed.anchor) == ("add", "f-rows-1")
    assert pressed.answers.rows("rows") == 2
    assert pressed.answers.text("rows[0].a") == "x"
    assert pressed.answers.text("rows[1].a") == "새 줄"


def test_no_more_rows_are_added_than_the_form_allows():
    assert press(form(LISTED), {"rows[#]": "3", "add:rows": "1"}).answers.rows("rows") == 3


def test_a_row_is_removed_and_the_later_ones_move_up_with_their_files():
    file = FileValue(id="1", name="a.pdf", digest="d", size=1, content_type="x")
    before = Answers(files={"rows[2].f": [file], "rows[1].f": [file]})
    posted = {"rows[#]": "3", "rows[0].a": "x", "rows[1].a": "y", "rows[2].a": "z", "remove": "rows:1"}
    answers = press(form(LISTED), posted, before).answers
    assert answers.rows("rows") == 2
    assert [answers.text(f"rows[{n}].a") for n in range(2)] == ["x", "z"]
    assert list(answers.files) == ["rows[1].f"]


def test_buttons_of_lists_that_are_not_there_or_are_fixed_change_nothing():
    fixed = form({**LISTED, "allowAddRemove": False})
    for button in ({"add": "rows"}, {"remove": "rows:0"}, {"add": "nowhere"}, {"remove": "rows:x"}, {"remove": ""}):
        pressed = press(fixed, {"rows[#]": "1", "rows[0].a": "x", **button})
        assert pressed.answers.rows("rows") == 1


def test_a_file_is_taken_off():
    made = form(field("filepicker", "f", multiple=True))
    two = [FileValue(id=n, name="a.pdf", digest="d", size=1, content_type="x") for n in "12"]
    pressed = press(made, {"detach": "f:1"}, Answers(files={"f": two}))
    assert [file.id for file in pressed.answers.files["f"]] == ["2"]
    assert press(made, {"detach": "other:1"}, Answers(files={"f": two})).answers.files == {"f": two}


def test_looking_again_keeps_what_was_answered():
    made = form(choice("radio", "kind", "a", "b"), field("textfield", "why", conditional={"hide": '=kind != "b"'}))
    pressed = press(made, {"kind": "b", "refresh": "1"})
    assert pressed.action == "refresh"
    presented = forms.present(made, pressed.answers, around())
    assert [line.fields[0].name for line in presented.lines] == ["kind", "why"]
    assert read(made, {"kind": "b", "why": "x"}).ok
