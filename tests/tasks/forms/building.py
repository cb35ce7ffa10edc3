"""Small forms as Python, their surroundings, and what a browser would post from the page that is drawn."""

import json
from datetime import datetime
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

from django.template import engines

from engine.feel import Environment
from tasks import forms
from tasks.forms.answers import Answers
from tasks.forms.posting import attach

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("Asia/Seoul"))


def form(*components, **more):
    return forms.parse(source(*components, **more))


def source(*components, **more):
    whole = {"type": "default", "id": "test", "schemaVersion": 19, "components": list(components), **more}
    return json.dumps(whole).encode()


def field(type, key, label=None, **more):
    return {"type": type, "id": f"f_{key}", "key": key, "label": label or key, **more}


def choice(type, key, *values, **more):
    return field(type, key, values=[{"value": one, "label": f"이름 {one}"} for one in values], **more)


def around(language="ko", me=None, **variables):
    return forms.Surroundings(environment=Environment(now=NOW), language=language, variables=variables, me=me)


def no_seal(text):
    return None


def read(made, posted, surroundings=None, before=None, files=None, seal=no_seal):
    surroundings = surroundings or around()
    lists = {name: texts if isinstance(texts, list) else [texts] for name, texts in posted.items()}
    answers = forms.take_in(made, lists, before or Answers(), seal)
    answers = attach(made, answers, files or {}, {})
    return forms.read(made, answers, surroundings)


def messages(result):
    return {error.name: error.message for error in result.errors}


def draw(made, answers=None, surroundings=None, errors=()):
    surroundings = surroundings or around()
    answers = forms.fill(made, surroundings) if answers is None else answers
    presented = forms.present(made, answers, surroundings, errors=errors)
    return (
        engines["django"].from_string("{% load forms %}{% present_form presented %}").render({"presented": presented})
    )


class _Inputs(HTMLParser):
    """What a browser would send: names and values of the controls as they stand."""

    def __init__(self):
        super().__init__()
        self.posted, self.ids, self.fors, self.described = {}, [], [], []
        self._area = self._select = None

    def handle_starttag(self, tag, attrs):
        had = dict(attrs)
        if "id" in had:
            self.ids.append(had["id"])
        self.fors += [had["for"]] if "for" in had else []
        self.described += had.get("aria-describedby", "").split()
        if tag == "textarea":
            self._area = had["name"]
            self.posted.setdefault(self._area, []).append("")
        elif tag == "select":
            self._select = had["name"]
        elif tag == "option" and "selected" in had:
            self.posted.setdefault(self._select, []).append(had["value"])
        elif tag == "input" and had["type"] != "file" and _is_sent(had):
            self.posted.setdefault(had["name"], []).append(had.get("value") or "")

    def handle_endtag(self, tag):
        if tag == "textarea":
            self._area = None

    def handle_data(self, data):
        if self._area is not None:
            self.posted[self._area][-1] += data


def _is_sent(had):
    return had["type"] not in ("checkbox", "radio") or "checked" in had


def page(html):
    parsed = _Inputs()
    parsed.feed(html)
    for name, texts in parsed.posted.items():
        parsed.posted[name] = [text.removeprefix("\n") for text in texts]
    return parsed
