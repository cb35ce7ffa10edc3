"""The demo's secret keys: made once, kept in `.var/keys.json` for this user only."""

import fcntl
import json
import os
import secrets
from base64 import b64encode
from typing import TypedDict

from config.embedded import keeper
from config.embedded.places import VAR_DIR, Places


class Keys(TypedDict):
    """Django's secret, and 32 bytes each (base64) for the vault, its blind index, and the stored files."""

    secret_key: str
    vault_key: str
    blind_index_key: str
    file_key: str


def demo_keys() -> Keys:
    """Read the keys of this clone, making them the first time (two starts at once agree)."""
    Places(VAR_DIR).make()
    path = VAR_DIR / "keys.json"
    handle = keeper.lock(VAR_DIR / "keys.lock", fcntl.LOCK_EX)
    try:
        if not path.exists():
            unfinished = path.with_suffix(".new")
            with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
                json.dump(new_keys(), out)
            unfinished.rename(path)
        found: Keys = json.loads(path.read_text())
        return found
    finally:
        if handle is not None:
            os.close(handle)


def new_keys() -> Keys:
    """Fresh random keys."""

    def key() -> str:
        return b64encode(secrets.token_bytes(32)).decode()

    return Keys(secret_key=secrets.token_urlsafe(50), vault_key=key(), blind_index_key=key(), file_key=key())
