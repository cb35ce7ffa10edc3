"""Bytes of documents on disk, sealed with AES-256-GCM under a random name; nothing in the folder tells what it is.

Bytes are written and synced before the row that names them is committed: a crash leaves bytes without a row, which the
sweep finds, never a row without bytes.
"""

import base64
import hashlib
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_VERSION = b"\x01"
_NONCE = 12
_KEY_LENGTH = 32


@dataclass(frozen=True, kw_only=True)
class StoredFile:
    """What was stored: the key to open it, SHA-256 of the plain bytes in hex, their number, their type."""

    key: str
    digest: str
    size: int
    content_type: str


class FileMissing(Exception):
    """Nothing is stored under the key."""


class FileDamaged(Exception):
    """The stored bytes were changed, belong to another key, or the file key is another."""


def put(content: bytes, *, content_type: str) -> StoredFile:
    """Store bytes under a new key, on the disk when this returns."""
    key = secrets.token_hex(_KEY_LENGTH // 2)
    nonce = secrets.token_bytes(_NONCE)
    sealed = _VERSION + nonce + AESGCM(_file_key()).encrypt(nonce, content, key.encode())
    path = _path(key)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_suffix(".part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as handle:
        handle.write(sealed)
        handle.flush()
        os.fsync(handle.fileno())
    part.rename(path)
    _sync_folder(path.parent)
    return StoredFile(key=key, digest=hashlib.sha256(content).hexdigest(), size=len(content), content_type=content_type)


def open(key: str) -> bytes:
    """The plain bytes under a key; raises FileMissing or FileDamaged."""
    try:
        sealed = _path(key).read_bytes()
    except FileNotFoundError as error:
        raise FileMissing(key) from error
    if sealed[:1] != _VERSION:
        raise FileDamaged(key)
    try:
        return AESGCM(_file_key()).decrypt(sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :], key.encode())
    except InvalidTag as error:
        raise FileDamaged(key) from error


def erase(key: str) -> None:
    """Remove the bytes under a key; nothing happens where there are none."""
    _path(key).unlink(missing_ok=True)


def older_than(moment: datetime) -> Iterator[str]:
    """The keys of files written before a moment (real time), for the sweep to compare with what rows name."""
    for path in Path(settings.FILES_DIR).glob("??/*"):
        if path.stat().st_mtime < moment.timestamp():
            yield path.stem


def _path(key: str) -> Path:
    if len(key) != _KEY_LENGTH or not set(key) <= set("0123456789abcdef"):
        raise FileMissing(key)
    return Path(settings.FILES_DIR) / key[:2] / key


def _file_key() -> bytes:
    return base64.b64decode(settings.FILE_KEY)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
