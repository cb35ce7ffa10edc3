"""Every scenario file of this folder, on the real engine: combinations of elements, and mistakes that are refused."""

from pathlib import Path

import pytest

from engine import definitions, scenarios
from engine.models import ProcessInstance, ProcessVersion

FOLDER = Path(__file__).parent / "scenarios"
FILES = scenarios.find([FOLDER])


@pytest.mark.django_db
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_scenario_passes_and_leaves_nothing(path):
    definitions.forget()
    assert scenarios.run(scenarios.load(path)).problem == ""
    assert not ProcessInstance.objects.exists()
    assert not ProcessVersion.objects.exists()


def test_there_are_enough_scenarios_to_mean_something():
    assert len(FILES) >= 30
