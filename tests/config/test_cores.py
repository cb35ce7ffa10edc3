"""As many web processes as cores keep to a core each."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from config import cores
from config.embedded import children
from tests.fixtures.site import LiveSite

CORES = sorted(os.sched_getaffinity(0))
SECONDS = 60


@pytest.fixture
def four_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GYEOT_CORES", raising=False)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _process: {3, 5, 8, 9})


def test_of_as_many_processes_as_cores_each_has_one(four_cores: None) -> None:
    assert [cores.own(number, 4) for number in range(4)] == [3, 5, 8, 9]


@pytest.mark.parametrize("of", [1, 3, 5])
def test_with_cores_to_spare_or_too_few_the_scheduler_chooses(four_cores: None, of: int) -> None:
    assert [cores.own(number, of) for number in range(of)] == [None] * of


def test_a_process_alone_on_one_core_is_not_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _process: {0})
    assert cores.own(0, 1) is None


def test_a_process_beyond_the_number_is_left_to_the_scheduler(four_cores: None) -> None:
    assert cores.own(4, 4) is None


def test_who_runs_other_things_there_leaves_all_to_the_scheduler(
    four_cores: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GYEOT_CORES", "any")
    assert cores.own(0, 4) is None


def test_another_word_is_refused(four_cores: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GYEOT_CORES", "all")
    with pytest.raises(cores.UnknownChoice, match="own or any, not 'all'"):
        cores.own(0, 1)


@pytest.mark.parametrize(
    ("taken", "number"), [([], 0), ([0], 1), ([1], 0), ([0, 1], 0), ([0, 1, 0], 1), ([1, 2, 3], 0)]
)
def test_a_process_takes_the_place_that_is_free_or_that_fewest_have(taken: list[int], number: int) -> None:
    assert cores.next_number(taken, 2) == number


def test_the_threads_of_a_bound_process_stay_with_it() -> None:
    said = (
        "import os, threading; from config import cores; cores.keep({last}, {of});"
        "threading.Thread(target=lambda: print(*os.sched_getaffinity(0))).start()"
    )
    line = said.format(last=len(CORES) - 1, of=len(CORES))
    done = subprocess.run([sys.executable, "-c", line], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [str(CORES[-1])]


@pytest.fixture
def site(transactional_db: None) -> Iterator[LiveSite]:
    made = LiveSite(environment={"WEB_CONCURRENCY": str(len(CORES)), "GYEOT_CORES": "own"})
    try:
        yield made
    finally:
        made.stop()


def bound_children(parent: int) -> dict[int, int]:
    """The core of each child process that has only one."""
    found = {}
    for child in map(int, Path(f"/proc/{parent}/task/{parent}/children").read_text().split()):
        try:
            allowed = os.sched_getaffinity(child)
        except ProcessLookupError:
            continue
        if len(allowed) == 1:
            found[child] = min(allowed)
    return found


def settle(parent: int, without: int | None = None) -> dict[int, int]:
    """Wait until as many children as cores are bound, none of them the one that died."""

    def settled() -> bool:
        found = bound_children(parent)
        return len(found) == len(CORES) and without not in found

    assert children.wait_until(settled, SECONDS), bound_children(parent)
    return bound_children(parent)


def test_web_workers_keep_to_a_core_each_and_one_that_died_is_replaced_on_its_core(site: LiveSite) -> None:
    site.start_web()
    assert site.web is not None
    before = settle(site.web.pid)
    assert sorted(before.values()) == CORES
    dies = max(before)
    os.kill(dies, signal.SIGKILL)
    after = settle(site.web.pid, without=dies)
    assert sorted(after.values()) == CORES
    assert {child: core for child, core in before.items() if child != dies}.items() <= after.items()
