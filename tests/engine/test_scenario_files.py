"""Every scenario file of this folder, on the real engine: combinations of elements, and mistakes that are refused."""

from pathlib import Path

import pytest

from engine import definitions, scenarios
from engine.models import ProcessInstance, ProcessVersion

FOLDER = Path(__file__).parent / "scenarios"
WRITTEN = [scenario for path in scenarios.find([FOLDER]) for scenario in scenarios.load_all(path)]


@pytest.mark.django_db
@pytest.mark.parametrize("scenario", WRITTEN, ids=lambda scenario: f"{scenario.path.stem}: {scenario.name}")
def test_the_scenario_passes_and_leaves_nothing(scenario):
    definitions.forget()
    assert scenarios.run(scenario).problem == ""
    assert not ProcessInstance.objects.exists()
    assert not ProcessVersion.objects.exists()


def test_there_are_enough_scenarios_to_mean_something():
    assert len(WRITTEN) >= 350
