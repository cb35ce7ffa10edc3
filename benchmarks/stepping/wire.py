"""A client of HTTP/1.1 that costs next to nothing itself: what is measured is the site, not Python's `http.client`."""

from __future__ import annotations

import socket
from collections.abc import Mapping


class Wire:
    """One connection that is kept; for answers that say how long they are."""

    def __init__(self, port: int) -> None:
        """Connect over loopback."""
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def close(self) -> None:
        """End the connection."""
        self._socket.close()

    def post(self, path: str, body: bytes, headers: Mapping[str, str]) -> int:
        """Send a form or a document, read the whole answer, give its status."""
        lines = [f"POST {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(body)}"]
        lines += [f"{name}: {text}" for name, text in headers.items()]
        self._socket.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
        head, _, begun = self._until_head().partition(b"\r\n\r\n")
        left = _length(head) - len(begun)
        while left > 0:
            left -= len(self._some())
        return int(head.split(b" ", 2)[1])

    def _until_head(self) -> bytes:
        read = b""
        while b"\r\n\r\n" not in read:
            read += self._some()
        return read

    def _some(self) -> bytes:
        read = self._socket.recv(65536)
        if not read:
            raise ConnectionError("the site closed the connection")
        return read


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n")[1:]:
        name, _, text = line.partition(b":")
        if name.lower() == b"content-length":
            return int(text)
    raise RuntimeError("an answer did not say how long it is")
