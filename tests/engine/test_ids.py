"""Ids grow with time and are ids of version 7."""

from concurrent.futures import ThreadPoolExecutor

from engine import ids


def test_an_id_is_of_version_7_and_of_the_variant_of_the_standard():
    found = ids.new()
    assert (found.version, found.variant) == (7, "specified in RFC 4122")


def test_ids_of_one_millisecond_differ_and_later_ones_are_greater(monkeypatch):
    monkeypatch.setattr(ids, "_last", 0)
    monkeypatch.setattr(ids.time, "time_ns", lambda: 1_700_000_000_000_000_000)
    same = {ids.new() for _ in range(1000)}
    monkeypatch.setattr(ids.time, "time_ns", lambda: 1_700_000_000_001_000_000)
    assert len(same) == 1000
    assert max(same) < ids.new()
    assert max(same).int >> 80 == 1_700_000_000_000


def test_each_id_is_greater_than_the_one_before_even_where_the_clock_goes_back(monkeypatch):
    made = [ids.new() for _ in range(5_000)]
    monkeypatch.setattr(ids.time, "time_ns", lambda: 1_700_000_000_000_000_000)
    made += [ids.new() for _ in range(100)]
    assert made == sorted(set(made))


def test_threads_never_make_the_same():
    with ThreadPoolExecutor(8) as pool:
        made = [one for found in pool.map(lambda _: [ids.new() for _ in range(500)], range(8)) for one in found]
    assert len(set(made)) == len(made)
