"""Programs that ask in a person's name, and the description that every answer of theirs is held against."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import jsonschema
import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve
from django.utils import timezone

from records.models import Account, Person
from records.people import tokens
from tasks.models import WorkItem
from tests import factories
from tests.stories import forms
from tests.stories.telling import Story
from webui.api import description, pace

BOTH = ["work:read", "work:complete"]


@pytest.fixture(autouse=True)
def nobody_asked_before() -> Iterator[None]:
    yield
    pace.CALLS.forget()
    pace.REFUSALS.forget()


@dataclass
class Program:
    """A client that shows a token and takes nothing that the description does not promise."""

    token: str
    language: str | None = None

    def get(self, path: str, **query: str) -> HttpResponse:
        return self._held("GET", path, Client().get(f"/api/v1{path}", query, headers=self._headers()))

    def post(self, path: str, body: object, **headers: str) -> HttpResponse:
        data = body if isinstance(body, str | bytes) else json.dumps(body)
        kind = headers.pop("content_type", "application/json")
        asked = Client().post(f"/api/v1{path}", data, content_type=kind, headers={**self._headers(), **headers})
        return self._held("POST", path, asked)

    def complete(self, item: WorkItem, revision: int | None = None, **data: object) -> HttpResponse:
        body = {"revision": item.revision if revision is None else revision, "data": data}
        return self.post(f"/work-items/{item.pk}/completion/", body)

    def read(self, item: WorkItem) -> dict[str, Any]:
        answer = self.get(f"/work-items/{item.pk}/")
        assert answer.status_code == 200, answer.content.decode()
        return answer.json()

    def _headers(self) -> dict[str, str]:
        said = {"Authorization": f"Bearer {self.token}"}
        return said | ({"Accept-Language": self.language} if self.language else {})

    @staticmethod
    def _held(method: str, path: str, answer: HttpResponse) -> HttpResponse:
        kind = answer.headers["Content-Type"]
        assert kind == ("application/json" if answer.status_code < 400 else "application/problem+json")
        assert answer.headers["Cache-Control"] == "no-store"
        document = json.loads(description.FILE.read_text())
        route = "/" + resolve(f"/api/v1{path}").route.replace("<uuid:item_id>", "{item_id}")
        operation = document["paths"][route].get(method.lower())
        if operation is not None:
            promised = operation["responses"][str(answer.status_code)]["content"][kind]["schema"]
            jsonschema.validate(answer.json(), {**promised, "components": document["components"]})
        return answer


def account_of(who: Person) -> Account:
    return Account.objects.filter(person=who).first() or factories.account(owner=who)


def issue(who: Person, scopes: list[str] = BOTH, days: int = 30) -> str:
    return tokens.issue(
        account_id=account_of(who).pk, now=timezone.now(), name="시험 프로그램", scopes=scopes, days=days
    )


@pytest.fixture
def program(db: None) -> Callable[..., Program]:
    """A program with a token of that person, which may do everything unless told otherwise."""

    def of(who: Person, language: str | None = None, scopes: list[str] = BOTH) -> Program:
        return Program(issue(who, scopes), language)

    return of


@pytest.fixture
def intake(story: Story) -> WorkItem:
    """An application that waits for the branch's review."""
    story.apply().do("give_consent", **forms.CONSENT)
    return story.item("review_intake")
