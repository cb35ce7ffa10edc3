"""The log of sign-in tries, passed and failed."""

from datetime import datetime
from typing import TypedDict, Unpack

from records.people.credentials import Account, SignInAttempt


class SignInRefused(Exception):
    """The factor does not fit; which part was wrong is not said."""

    def __init__(self, factor: str) -> None:
        super().__init__(factor)
        self.factor = factor


class Outcome(TypedDict):
    """What is written down of a try."""

    factor: str
    passed: bool
    ip: str | None
    now: datetime


def note(account: Account | None, username: str, **outcome: Unpack[Outcome]) -> None:
    """Write one try down; an unknown name is kept cut to the column's length."""
    SignInAttempt.objects.create(
        account=account,
        username=username[:60],
        factor=outcome["factor"],
        passed=outcome["passed"],
        ip=outcome["ip"],
        tried_at=outcome["now"],
    )
