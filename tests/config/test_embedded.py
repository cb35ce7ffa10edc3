"""The embedded servers: what they promise to everything above them."""

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db


def one(statement: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


def test_trigrams_find_korean_words() -> None:
    one("SELECT 1 FROM (SELECT 1) a")
    with connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    assert one("SELECT show_trgm('근로지원인') <> '{}'")
    assert one("SELECT similarity('근로지원인 신청', '근로지원인') > 0.5")


def test_data_pages_have_checksums() -> None:
    assert one("SHOW data_checksums") == "on"
