import hashlib
import os
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from integrations.documents import storage


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FILES_DIR = tmp_path
    return tmp_path


def put(content=b"canary content"):
    return storage.put(content, content_type="application/pdf")


def test_what_is_put_comes_back_with_its_digest():
    stored = put()
    assert storage.open(stored.key) == b"canary content"
    assert (stored.digest, stored.size) == (hashlib.sha256(b"canary content").hexdigest(), 14)


def test_the_disk_holds_only_ciphertext_under_a_random_name(folder):
    put()
    (path,) = (path for path in folder.rglob("*") if path.is_file())
    assert b"canary" not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0
    assert put().key != put().key


def test_bytes_changed_or_moved_do_not_open(folder):
    first, second = put(), put()
    place = Path(folder) / first.key[:2] / first.key
    other = Path(folder) / second.key[:2] / second.key
    place.write_bytes(other.read_bytes())
    with pytest.raises(storage.FileDamaged):
        storage.open(first.key)
    other.write_bytes(other.read_bytes()[:-1] + b"x")
    with pytest.raises(storage.FileDamaged):
        storage.open(second.key)


@pytest.mark.parametrize("key", ["0" * 32, "../../etc/passwd", "", "A" * 32])
def test_an_unknown_or_crooked_key_finds_nothing(key):
    with pytest.raises(storage.FileMissing):
        storage.open(key)


def test_erased_bytes_are_gone_and_old_ones_are_listed(folder):
    first, second = put(), put()
    storage.erase(first.key)
    storage.erase(first.key)
    with pytest.raises(storage.FileMissing):
        storage.open(first.key)
    past = time.time() - 100
    os.utime(Path(folder) / second.key[:2] / second.key, (past, past))
    put()
    assert list(storage.older_than(datetime.fromtimestamp(past + 10, UTC))) == [second.key]
