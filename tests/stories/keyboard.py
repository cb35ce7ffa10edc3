"""A person who has no mouse: Tab, arrows, Space, Enter and typing; nothing here clicks or focuses by script."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

MOST_TABS = 400
MOST_ARROWS = 40


class OutOfReach(AssertionError):
    """The keyboard never got to what was looked for."""


class Keyboard:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.keys = page.keyboard
        # From the first page on, choosers come to us: switched on at the first Space, one could open before.
        page.on("filechooser", lambda _chooser: None)

    # -- getting there

    def reach(self, selector: str) -> None:
        """Press Tab until what has the focus fits the selector."""
        self.calm()
        self.page.wait_for_selector(selector, state="attached")
        for _ in range(MOST_TABS):
            if self._at(selector):
                return
            self.keys.press("Tab")
        raise OutOfReach(f"{selector} on {self.page.url}")

    def _at(self, selector: str) -> bool:
        return bool(self.page.evaluate("s => document.activeElement.matches(s)", selector))

    def _value(self) -> str:
        return str(self.page.evaluate("() => document.activeElement.value"))

    def calm(self) -> None:
        """Wait until the form has shown what the last answer changed."""
        self.page.wait_for_function("() => !document.querySelector('[data-saving], .htmx-request')")

    # -- answering

    def write(self, name: str, text: str) -> None:
        self.reach(f'[name="{name}"]')
        kind = self.page.evaluate("() => document.activeElement.type")
        if kind in ("date", "time", "datetime-local"):
            self._write_moment(str(kind), text)
        else:
            self.keys.press("Control+A")
            self.keys.type(text)
        assert self._value().startswith(text), (name, self._value())

    def _write_moment(self, kind: str, text: str) -> None:
        """Type a date the way the browser's own field wants it: month, day, six digits of year, then the time."""
        day, _, time = text.partition("T") if "T" in text else (text, "", text if kind == "time" else "")
        typed = ""
        if kind != "time":
            year, month, date = day.split("-")
            typed = f"{month}{date}{int(year):06d}"
        if time:
            hour, minute = (int(part) for part in time.split(":")[:2])
            typed += f"{(hour % 12) or 12:02d}{minute:02d}{'PM' if hour >= 12 else 'AM'}"
        self.keys.type(typed)

    def pick(self, name: str, value: str) -> None:
        """Choose a radio button: Space takes the first, arrows go on from it."""
        self.reach(f'input[type=radio][name="{name}"]')
        self.keys.press("Space")
        for _ in range(MOST_ARROWS):
            if self._value() == value:
                break
            self.keys.press("ArrowDown")
        assert self.page.evaluate("() => document.activeElement.checked"), (name, value)
        assert self._value() == value

    def select(self, name: str, value: str) -> None:
        self.reach(f'select[name="{name}"]')
        for _ in range(MOST_ARROWS):
            if self._value() == value:
                return
            self.keys.press("ArrowDown")
        raise OutOfReach(f"{value} in {name}")

    def tick(self, name: str, value: str = "") -> None:
        self.reach(f'input[type=checkbox][name="{name}"]' + (f'[value="{value}"]' if value else ""))
        self.keys.press("Space")
        assert self.page.evaluate("() => document.activeElement.checked")

    def attach(self, name: str, file: Path) -> None:
        self.reach(f'input[type=file][name="{name}"]')
        self.calm()
        with self.page.expect_file_chooser() as chooser:
            self.keys.press("Space")
        chooser.value.set_files(file)

    # -- going on

    def press(self, text: str) -> None:
        """Press a button or follow a link by its words, and wait for the page that comes."""
        self.find(text)
        with self.page.expect_navigation():
            self.keys.press("Enter")

    def find(self, text: str) -> None:
        self.calm()
        for _ in range(MOST_TABS):
            found = self.page.evaluate(
                "() => { const e = document.activeElement;"
                " return e.matches('a, button, summary') && e.tabIndex >= 0 ? e.textContent.trim() : '' }"
            )
            if text in found:
                return
            self.keys.press("Tab")
        raise OutOfReach(f"“{text}” on {self.page.url}")
