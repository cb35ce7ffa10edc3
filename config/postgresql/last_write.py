"""The last write of a transaction goes out together with its COMMIT: the waiting costs as much as the write does."""

from typing import Any, Final

from django.db.backends.postgresql import base

from engine import direct
from engine.direct import Query

_COMMIT: Final = Query("COMMIT", ())


class LastWrite(base.DatabaseWrapper):
    """Django's own, but for one statement that may be left for COMMIT; whatever else is asked finds it done."""

    _left: Query | None = None

    def leave_for_commit(self, query: Query) -> bool:
        """Keep a statement until the transaction commits, or until anything else is sent, whichever comes first; what
        is rolled back before that is never sent. False where there is no transaction to wait for, or somebody wants to
        see the statements.
        """
        if not self.in_atomic_block or self.queries_logged or self.execute_wrappers:
            return False
        self.send_what_was_left()
        self._left = query
        return True

    def send_what_was_left(self) -> None:
        """Send it now: the next statement must find it done."""
        left, self._left = self._left, None
        if left is not None:
            self.validate_no_broken_transaction()
            with self.wrap_database_errors:
                direct.run(self.connection, left)

    def cursor(self) -> Any:  # noqa: ANN401 - as Django has it
        """A cursor that finds what was left done."""
        self.send_what_was_left()
        return super().cursor()

    def chunked_cursor(self) -> Any:  # noqa: ANN401 - as Django has it
        """A cursor on the server that finds what was left done."""
        self.send_what_was_left()
        return super().chunked_cursor()

    def commit(self) -> None:
        """Commit, what was left with it."""
        left, self._left = self._left, None
        if left is not None:
            self.validate_no_atomic_block()
            with self.wrap_database_errors:
                direct.run(self.connection, left, _COMMIT)
        super().commit()  # sends nothing where the server has committed

    def rollback(self) -> None:
        """Roll back; what was left is forgotten."""
        self._left = None
        super().rollback()

    def savepoint_rollback(self, sid: str) -> None:
        """Roll back to a savepoint; what was left is forgotten: making the savepoint sent what was older."""
        self._left = None
        super().savepoint_rollback(sid)

    def close(self) -> None:
        """Close; what was left is forgotten."""
        self._left = None
        super().close()
