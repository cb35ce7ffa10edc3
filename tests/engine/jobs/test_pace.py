"""A round takes what fits into its time: more and more of what is quick, one of what is slow."""

from engine.pace import FIRST, MOST, Pace


def test_quick_work_is_taken_in_growing_rounds_up_to_a_bound():
    pace, taken = Pace(), []
    for _ in range(9):
        taken.append(pace.limit)
        pace.went(pace.limit, pace.limit * 0.0001)
    assert taken[:4] == [FIRST, 4, 8, 16]
    assert taken[-1] == MOST


def test_slow_work_is_taken_one_by_one():
    pace = Pace()
    pace.went(2, 4.0)
    assert pace.limit == 1
    pace.went(1, 2.0)
    assert pace.limit == 1


def test_work_that_becomes_slow_is_taken_in_small_rounds_at_once():
    pace = Pace()
    for _ in range(9):
        pace.went(pace.limit, 0.001)
    pace.went(MOST, 25.0)
    assert pace.limit == 1
    pace.went(1, 0.001)
    assert pace.limit == 2


def test_a_round_in_no_time_at_all_divides_by_nothing():
    pace = Pace()
    pace.went(1, 0.0)
    assert pace.limit == 2 * FIRST
