"""Statements straight through libpq: values arrive as they are, refusals are Django's, and plans do not pile up."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import psycopg
import pytest
from django.db import DataError, IntegrityError, connection, transaction
from psycopg.pq import TransactionStatus

from engine import direct, prepared
from engine.models import ClockOffset

pytestmark = pytest.mark.django_db
ID = UUID("0190a000-0000-7000-8000-000000000001")
MOMENT = datetime(2026, 3, 2, 9, 0, 0, 123456, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("text", '따옴표 " 역사선 \\ 쉼표, {중괄호} %s'),
        ("text", ""),
        ("text", None),
        ("bytea", b"\x00\xff\\"),
        ("uuid", ID),
        ("bool", True),
        ("bool", False),
        ("int8", -(2**62)),
        ("float8", 0.1),
        ("numeric", Decimal("0.10")),
        ("timestamptz", MOMENT),
        ("date", date(2026, 2, 28)),
        ("uuid[]", [ID]),
        ("text[]", ['a"b', "c,d", "\\", "NULL", "", None, "{}"]),
        ("int4[]", []),
    ],
)
def test_a_value_comes_back_as_it_went(kind, value):
    assert prepared.fetch(f"SELECT %s::{kind}", [value]) == [(value,)]


def test_named_places_may_stand_several_times_and_percents_stay():
    assert prepared.fetch("SELECT %(a)s::int, %(b)s::int, %(a)s::int, 5 %% 3", {"b": 2, "a": 1}) == [(1, 2, 1, 2)]


def test_a_nul_is_refused_instead_of_ending_the_text():
    with pytest.raises(DataError, match="NUL"):
        prepared.fetch("SELECT %s::text", ["before\0after"])


def test_a_value_without_a_form_is_refused():
    with pytest.raises(TypeError, match="object"):
        prepared.fetch("SELECT %s::text", [object()])


def test_what_postgresql_refuses_is_djangos_error_and_ends_the_savepoint_only():
    ClockOffset.objects.create(pk=7)
    with pytest.raises(IntegrityError), transaction.atomic():
        prepared.execute("INSERT INTO engine_clockoffset (id, offset_seconds) VALUES (%s, 0)", [7])
    assert prepared.fetch("SELECT count(*) FROM engine_clockoffset WHERE id = %s", [7]) == [(1,)]


def test_what_goes_together_is_done_in_its_order():
    made = direct.Query("INSERT INTO engine_clockoffset (id, offset_seconds) VALUES (%s, 60)", [7])
    changed = direct.Query("UPDATE engine_clockoffset SET offset_seconds = offset_seconds + 1 WHERE id = %s", [7])
    seen = direct.Query("SELECT offset_seconds FROM engine_clockoffset WHERE id = %s", [7])
    assert prepared.fetch_all(made, seen, changed, seen) == [[], [(60,)], [], [(61,)]]


def test_what_stands_behind_a_refused_statement_is_not_done():
    refused = direct.Query("SELECT 1 / %s::int", [0])
    made = direct.Query("INSERT INTO engine_clockoffset (id, offset_seconds) VALUES (%s, 60)", [7])
    with pytest.raises(DataError, match="division by zero"), transaction.atomic():
        prepared.fetch_all(refused, made)
    assert not ClockOffset.objects.filter(pk=7).exists()


def test_more_than_any_buffer_holds_goes_both_ways():
    long = "가" * 4_000_000
    echoed = direct.Query("SELECT %s::text", [long])
    assert prepared.fetch_all(echoed, echoed, echoed) == [[(long,)]] * 3


def test_a_connection_whose_answers_nobody_read_is_given_up(monkeypatch):
    def interrupted(server):
        raise KeyboardInterrupt

    with monkeypatch.context() as during:
        during.setattr(direct, "_result", interrupted)
        kept = psycopg.connect(**connection.get_connection_params())
        with pytest.raises(KeyboardInterrupt):
            direct.run(kept, direct.Query("SELECT %s::int", [1]))
    assert kept.closed


def test_a_server_that_ends_the_connection_is_djangos_error():
    kept = psycopg.connect(**connection.get_connection_params())
    with pytest.raises(psycopg.OperationalError, match="closed the connection"):
        direct.run(kept, direct.Query("SELECT pg_terminate_backend(pg_backend_pid())", []))
    assert kept.closed


def test_the_first_statement_begins_the_transaction():
    with psycopg.connect(**connection.get_connection_params()) as kept:
        assert direct.run(kept, direct.Query("SELECT %s::int", [1])) == [[(1,)]]
        assert kept.info.transaction_status == TransactionStatus.INTRANS
        kept.rollback()
        kept.autocommit = True
        direct.run(kept, direct.Query("SELECT %s::int", [1]))
        assert kept.info.transaction_status == TransactionStatus.IDLE


def test_a_connection_keeps_a_bounded_number_of_plans_and_those_used_last(monkeypatch):
    monkeypatch.setattr(direct, "MOST_PREPARED", 5)
    for number in range(20):
        assert prepared.fetch(f"SELECT %s::int + {number}", [1]) == [(1 + number,)]
        assert prepared.fetch("SELECT %s::int AS used_each_time", [number]) == [(number,)]
    known = direct._prepared[connection.connection].names
    assert len(known) == 5
    assert "SELECT %s::int AS used_each_time" in known
    on_server = prepared.fetch("SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'step%%'", [])
    assert on_server == [(5,)]


def test_behind_a_pooler_nothing_is_prepared(monkeypatch):
    connection.ensure_connection()
    monkeypatch.setattr(connection.connection, "prepare_threshold", None)
    assert prepared.fetch("SELECT %s::int AS never_prepared", [3]) == [(3,)]
    assert (
        "SELECT %s::int AS never_prepared" not in direct._prepared.get(connection.connection, direct._Prepared()).names
    )
