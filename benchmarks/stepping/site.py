"""The whole site over loopback: a real gunicorn with threads, asked by a plain client on a connection kept alive."""

from __future__ import annotations

import json
import signal
import socket
import sys
import time
import urllib.request
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from importlib import import_module
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.middleware import csrf
from django.test import RequestFactory

from benchmarks.stepping import ours
from benchmarks.stepping.ours import Item
from benchmarks.stepping.process import POSTED
from benchmarks.stepping.wire import Wire
from config.embedded import children
from config.embedded.places import BASE_DIR, VAR_DIR
from records.people import accounts, tokens
from records.people.models import Scope
from tasks.viewers import Viewer
from webui import sessions

START_SECONDS = 60
#: Cases after which the thread that takes the requests has had a completion of every kind.
WARM_UP = 10


class Site:
    """gunicorn with the settings of the demo (DEBUG off), and one person's browser and program."""

    def __init__(self, who: Viewer, now: datetime) -> None:
        """Make the person's account, a token and a session."""
        account = accounts.create(person_id=who.actor.id, username="bench", password="benchmark-only", now=now)
        asked = {"name": "bench", "scopes": [Scope.COMPLETE.value], "days": 30}
        self._token = tokens.issue(account_id=account.pk, now=now, **asked)
        self._cookies = _browser(account.pk)
        self._acting = (who, now)

    def __enter__(self) -> Site:
        """Start it, and wait until it answers and has its statements prepared."""
        self._socket = socket.create_server(("127.0.0.1", 0))
        bind = ["--bind", f"fd://{self._socket.fileno()}", "--keep-alive", "30"]
        program = children.Program(
            name="web",
            command=[sys.executable, "-m", "gunicorn", "--config", "python:config.serving", *bind],
            log=VAR_DIR / "site-of-the-measure.log",
            cwd=BASE_DIR,
            environment={"PYTHONWARNINGS": "ignore"},
            pass_fds=[self._socket.fileno()],
        )
        self._web = children.start(program)
        self._port: int = self._socket.getsockname()[1]
        try:
            self._wait()
            self.by_browser(WARM_UP), self.by_program(WARM_UP)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_failure: object) -> None:
        """Stop it, whatever happened."""
        children.stop(self._web, signal.SIGTERM, 10)
        self._socket.close()

    def by_program(self, count: int) -> list[float]:
        """Seconds of every completion of ``count`` cases through the API."""
        return self._round(count, self._api_post)

    def by_browser(self, count: int) -> list[float]:
        """The same through the page: its form posted with the session's cookie and the form's key."""
        return self._round(count, self._page_post)

    def _round(self, count: int, post: Callable[[Item], tuple[int, int]]) -> list[float]:
        taken = []
        # One connection a round: what was kept since the last may have been closed for its silence.
        with closing(Wire(self._port)) as self._wire:
            for item in ours.waves(ours.started(count, *self._acting)):
                begun = time.perf_counter()
                status, wanted = post(item)
                taken.append(time.perf_counter() - begun)
                if status != wanted:
                    raise RuntimeError(f"answered {status}, not {wanted}")
        return taken

    def _api_post(self, item: Item) -> tuple[int, int]:
        data = {"text": POSTED["text"], "n": int(POSTED["n"])}
        body = json.dumps({"revision": item.revision, "data": data})
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"}
        return self._wire.post(f"/api/v1/work-items/{item.pk}/completion/", body.encode(), headers), 200

    def _page_post(self, item: Item) -> tuple[int, int]:
        key = self._cookies[settings.CSRF_COOKIE_NAME]
        body = urlencode({**POSTED, "revision": item.revision, "csrfmiddlewaretoken": key})
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
        return self._wire.post(f"/work/{item.pk}/", body.encode(), headers), 302

    def _wait(self) -> None:
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self._port}/api/v1/openapi.json", timeout=5).close()
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise RuntimeError("the site did not start")


def _browser(account_id: UUID) -> dict[str, str]:
    """The cookies of a person who signed in with both factors and opened a form."""
    request = RequestFactory().get("/")
    request.session = import_module(settings.SESSION_ENGINE).SessionStore()
    sessions.begin(request, account_id=account_id, second_factor="sms")
    request.session.save()
    key = csrf.get_token(request)
    return {settings.SESSION_COOKIE_NAME: request.session.session_key, settings.CSRF_COOKIE_NAME: key}
