"""Sealing single values with AES-256-GCM: version byte, key id, nonce, ciphertext; bound to the place it belongs to.

The place (`table.column:pk`) is authenticated with the value, so that a ciphertext moved to another row does not open.
Keys come from settings: VAULT_KEY (base64, 32 bytes) under VAULT_KEY_ID, former ones in VAULT_FORMER_KEYS by id.
"""

import base64
import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

VERSION = 1
_HEAD = 3
_NONCE = 12


class SealBroken(Exception):
    """The sealed value was changed, belongs to another place, or its key is gone; nothing is ever shown instead."""


def seal(plain: bytes, place: str) -> bytes:
    """Seal a value for its place under the present key."""
    head = bytes([VERSION]) + key_id().to_bytes(2, "big")
    nonce = secrets.token_bytes(_NONCE)
    return head + nonce + AESGCM(_key(key_id())).encrypt(nonce, plain, head + place.encode())


def unseal(sealed: bytes | memoryview, place: str) -> bytes:
    """Open a sealed value at its place; raises SealBroken."""
    raw = bytes(sealed)
    if len(raw) < _HEAD + _NONCE or raw[0] != VERSION:
        raise SealBroken("unknown version")
    head, nonce, ciphertext = raw[:_HEAD], raw[_HEAD : _HEAD + _NONCE], raw[_HEAD + _NONCE :]
    try:
        return AESGCM(_key(sealed_with(raw))).decrypt(nonce, ciphertext, head + place.encode())
    except InvalidTag as error:
        raise SealBroken(place) from error


def sealed_with(sealed: bytes) -> int:
    """The id of the key that a sealed value needs."""
    return int.from_bytes(sealed[1:_HEAD], "big")


def key_id() -> int:
    """The id of the key that new values are sealed with."""
    return int(getattr(settings, "VAULT_KEY_ID", 1))


def fingerprint(value: str, purpose: str) -> bytes:
    """A keyed hash of a value for comparing (codes, tokens), 32 bytes; useless without the server's key."""
    key = hashlib.sha256(f"{purpose}:{settings.SECRET_KEY}".encode()).digest()
    return hmac.new(key, value.encode(), hashlib.sha256).digest()


def blind_index(value: str, kind: str) -> bytes:
    """16 bytes by which equal values are found without opening any; its key is separate from the vault's."""
    key = base64.b64decode(settings.BLIND_INDEX_KEY)
    return hmac.new(key, f"{kind}:{value}".encode(), hashlib.sha256).digest()[:16]


def _key(number: int) -> bytes:
    if number == key_id():
        return base64.b64decode(settings.VAULT_KEY)
    former: dict[int, str] = getattr(settings, "VAULT_FORMER_KEYS", {})
    if number not in former:
        raise SealBroken(f"key {number} is gone")
    return base64.b64decode(former[number])
