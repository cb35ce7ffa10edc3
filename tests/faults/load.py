"""People at work: a few threads that begin cases and post forms over loopback, bounded, whatever breaks meanwhile."""

from __future__ import annotations

import http.client
import random
import threading
import time
import urllib.parse
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from uuid import UUID

import psycopg
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connections

from engine.models import ProcessInstance
from tasks.models import ItemState, WorkItem
from tests.faults.office import Office

TOKEN = "t" * 32
DONE, DIED, SIGNED_OUT = 302, 0, 401


@dataclass
class Load:
    """What was posted and how it was answered; ``seed`` makes the choices repeatable, the timing is the machine's."""

    office: Office
    address: str
    seed: int
    most_cases: int
    #: People begin in no time what takes a worker long: without a bound ever more would wait.
    most_running: int = 300
    pause_seconds: float = 0.05
    workers: int = 3
    answers: Counter[int] = field(default_factory=Counter)
    doubles: list[tuple[int, int]] = field(default_factory=list)
    begun: set[UUID] = field(default_factory=set)
    trouble: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._threads: list[threading.Thread] = []
        self._last: deque[int] = deque(maxlen=20)

    def __enter__(self) -> Load:
        for number in range(self.workers):
            self._threads.append(threading.Thread(target=self._work, args=(random.Random(self.seed + number),)))
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join(60)
        assert not self.trouble, self.trouble

    def finish_begun(self) -> None:
        """Begin no more cases; those that have begun are worked off."""
        self.most_cases = 0

    def _work(self, chance: random.Random) -> None:
        try:
            while not self._over.wait(self.pause_seconds):
                try:
                    self._once(chance)
                except (DatabaseError, InterfaceError, psycopg.Error):  # PostgreSQL is away
                    connections.close_all()
                    self._over.wait(0.2)
        except Exception as problem:  # noqa: BLE001 - a thread's failure must reach the test
            self.trouble.append(repr(problem))
        finally:
            connections.close_all()

    def _once(self, chance: random.Random) -> None:
        open_now = list(
            WorkItem.objects.filter(process_id="faulty", state=ItemState.OPEN).values_list("id", "element_id")[:60]
        )
        if len(open_now) < 15 and self._may_begin():
            begun = self.office.begin()
            with self._lock:
                self.begun.add(begun)
        elif open_now:
            self._hand_in(*chance.choice(open_now), chance)

    def _may_begin(self) -> bool:
        running = ProcessInstance.objects.filter(status="running")
        return len(self.begun) < self.most_cases and running.count() < self.most_running

    def _hand_in(self, item_id: UUID, element_id: str, chance: random.Random) -> None:
        people = chance.sample(self.office.cookies, 2)
        if chance.random() < 0.2:  # twice at the same moment: by one person, or by two
            second = people[0] if chance.random() < 0.5 else people[1]
            self._twice((item_id, element_id), (people[0], second))
        else:
            self._note(self.post(item_id, element_id, people[0]))

    def _twice(self, what: tuple[UUID, str], cookies: tuple[str, str]) -> None:
        other: list[int] = []
        thread = threading.Thread(target=lambda: other.append(self.post(*what, cookies[1])))
        thread.start()
        one = self.post(*what, cookies[0])
        thread.join(60)
        self.doubles.append((one, other[0]))
        self._note(one)
        self._note(other[0])

    def _note(self, answer: int) -> None:
        with self._lock:
            self.answers[answer] += 1
            self._last.append(answer)

    def last_answers(self) -> list[int]:
        """The newest statuses, for the message of a test that fails."""
        return list(self._last)

    def post(self, item_id: UUID, element_id: str, cookie: str) -> int:
        """Send the form as a browser would: the status of the answer, or 0 when the server went away."""
        body = urllib.parse.urlencode({"csrfmiddlewaretoken": TOKEN, f"{element_id}_outcome": "yes"})
        headers = {
            "Cookie": f"{cookie}; {settings.CSRF_COOKIE_NAME}={TOKEN}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        where = urlsplit(self.address)
        link = http.client.HTTPConnection(where.hostname or "", where.port, timeout=20)
        try:
            link.request("POST", f"/work/{item_id}/", body, headers)
            answer = link.getresponse()
            signed_out = (answer.getheader("Location") or "").startswith("/sign-in")
            return SIGNED_OUT if signed_out else answer.status
        except (OSError, http.client.HTTPException):
            return DIED
        finally:
            link.close()


def wait_for(true: Callable[[], object], seconds: float, what: str | Callable[[], str]) -> None:
    """Ask again and again, also while PostgreSQL is away, until it is so."""
    end = time.monotonic() + seconds
    while True:
        try:
            if true():
                return
        except (DatabaseError, InterfaceError, psycopg.Error):
            connections.close_all()
        assert time.monotonic() < end, f"not within {seconds:.0f} s: {what if isinstance(what, str) else what()}"
        time.sleep(0.1)
