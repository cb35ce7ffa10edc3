"""A kept connection is looked at before each request without asking the server.

Django sends ``SELECT 1`` and waits. But a server that went away (a restart, a crash, a connection it ended) has closed
its end, and a closed end can be seen here: there is something to read on a connection that nobody asked anything.
"""

import select

from config.postgresql.last_write import LastWrite


class DatabaseWrapper(LastWrite):
    """Django's own, but for ``is_usable``, and a last write that goes with COMMIT."""

    def is_usable(self) -> bool:
        """Whether the server's end is open; where there is something to read, the server is asked after all."""
        if self.connection is None or self.connection.closed:
            return False
        looked = select.poll()
        looked.register(self.connection.fileno(), select.POLLIN)
        return not looked.poll(0) or super().is_usable()
