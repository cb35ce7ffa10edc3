"""Sessions in Django's table, loaded together with who looks: one prepared statement instead of five.

Django's own store reads the session; who it belongs to, whether it was ended elsewhere, what that person holds today
and what time it is would each be asked afterwards. Here they come with it, and wait in ``owner`` for the middleware.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.contrib.sessions.backends import db
from django.utils import timezone

from engine import clock, prepared
from records.models import Account
from records.organisations import standing
from records.organisations.standing import Standing

_ACCOUNT: Final = tuple(str(field.attname) for field in Account._meta.concrete_fields)
_SESSION: Final = f"""
    SELECT session.session_data, today.moment, {", ".join(f"account.{name}" for name in _ACCOUNT)}, {standing.COLUMNS}
    FROM django_session session
    LEFT JOIN webui_opensession opened ON opened.session_key = session.session_key AND opened.ended_at IS NULL
    LEFT JOIN records_account account ON account.id = opened.account_id AND account.is_active
    LEFT JOIN records_person person ON person.id = account.person_id
    CROSS JOIN {clock.TODAY} today
    WHERE session.session_key = %(key)s AND session.expire_date > %(real_now)s
"""  # noqa: S608 - our own columns


@dataclass(frozen=True, kw_only=True)
class Owner:
    """What came with a session: the engine's time, and the account with what its person holds today.

    There is no account where the session has none (a link's holder), was ended elsewhere, or the account is closed.
    """

    now: datetime
    account: Account | None
    standing: Standing | None


class SessionStore(db.SessionStore):
    """Django's store of sessions in the database; ``owner`` is there once an existing session was read."""

    owner: Owner | None = None

    def load(self) -> dict[str, Any]:
        """The session's data; a new empty session where there is none of that key (any more)."""
        rows = prepared.fetch(_SESSION, {"key": self.session_key, "real_now": timezone.now()})
        if not rows:
            self._session_key = None
            return {}
        data, moment, *rest = rows[0]
        self.owner = _owner(clock.read(moment), rest)
        found: dict[str, Any] = self.decode(data)
        return found


def _owner(now: datetime, row: list[Any]) -> Owner:
    columns = row[: len(_ACCOUNT)]
    account = Account.from_db("default", _ACCOUNT, columns) if columns[0] is not None else None
    return Owner(now=now, account=account, standing=standing.read(row))
