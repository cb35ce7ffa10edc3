"""Addresses as people write them, in the words of Django and of Celery."""

import pytest

from config import addresses


@pytest.mark.parametrize(
    ("redis_py", "celery"),
    [
        ("unix:///run/valkey.sock", "redis+socket:///run/valkey.sock?virtual_host=0"),
        ("unix:///run/valkey.sock?db=7", "redis+socket:///run/valkey.sock?virtual_host=7"),
        ("unix://:secret@/run/valkey.sock?db=1", "redis+socket://:secret@/run/valkey.sock?virtual_host=1"),
        ("redis://:secret@redis.example:6379/3", "redis://:secret@redis.example:6379/3"),
        ("rediss://redis.example/0", "rediss://redis.example/0"),
    ],
)
def test_celery_gets_its_own_form_of_an_address(redis_py: str, celery: str) -> None:
    assert addresses.celery_broker(redis_py) == celery


def test_a_database_address_may_name_a_host() -> None:
    entry = addresses.database("postgresql://user:p%40ss@db.example:5433/gyeot?sslmode=require")
    assert (entry["USER"], entry["PASSWORD"], entry["HOST"], entry["PORT"]) == ("user", "p@ss", "db.example", "5433")
    assert entry["NAME"] == "gyeot"
    assert entry["OPTIONS"]["sslmode"] == "require"


def test_a_database_address_may_name_a_socket() -> None:
    entry = addresses.database("postgresql://gyeot@/gyeot?host=%2Fshort%2Fpg")
    assert (entry["HOST"], entry["PORT"]) == ("/short/pg", "")
