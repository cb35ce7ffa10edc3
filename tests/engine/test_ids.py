"""Ids grow with time and are ids of version 7."""

from engine import ids


def test_an_id_is_of_version_7_and_of_the_variant_of_the_standard():
    found = ids.new()
    assert (found.version, found.variant) == (7, "specified in RFC 4122")


def test_ids_of_one_millisecond_differ_and_later_ones_are_greater(monkeypatch):
    monkeypatch.setattr(ids.time, "time_ns", lambda: 1_700_000_000_000_000_000)
    same = {ids.new() for _ in range(1000)}
    monkeypatch.setattr(ids.time, "time_ns", lambda: 1_700_000_000_001_000_000)
    assert len(same) == 1000
    assert max(same) < ids.new()
    assert max(same).int >> 80 == 1_700_000_000_000
