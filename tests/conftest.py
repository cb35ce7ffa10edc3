"""What every test may ask for. Nothing starts before a test asks: tests without a database pay nothing."""

import os
import random

import pytest
from hypothesis import settings

# Time is measured in benchmarks/, never in a test: a loaded machine would fail what is right.
settings.register_profile("house", deadline=None)
settings.load_profile("house")

pytest_plugins = ["tests.fixtures.database", "tests.fixtures.clock", "tests.fixtures.site", "tests.fixtures.browser"]


#: The choices of the fault tests: set here, so that the workers of one run share them.
os.environ.setdefault("FAULTS_SEED", str(random.randrange(1_000_000)))


def pytest_report_header() -> str:
    """FAULTS_SEED=… in front of a run makes the same choices again."""
    return f"FAULTS_SEED={os.environ['FAULTS_SEED']}"


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--faults`: the whole fault matrix, which takes about fifteen minutes, instead of its short form."""
    parser.addoption("--faults", action="store_true", help="run the whole fault matrix")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With `--faults` only the faults run, all of them; without it a fault test reads the option and stays short."""
    if config.getoption("--faults"):
        others = [item for item in items if item.get_closest_marker("faults") is None]
        config.hook.pytest_deselected(items=others)
        items[:] = [item for item in items if item not in others]
