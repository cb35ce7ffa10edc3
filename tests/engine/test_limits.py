"""The limits of the settings reach the expressions of diagrams."""

import pytest

from engine import environment, feel
from tests.engine.conftest import NOW

LONG = "count(for i in 1..1000 return i * i)"


def test_without_settings_the_usual_limits_hold():
    assert environment.at(NOW).limits == feel.Limits()
    assert feel.evaluate(LONG, {}, environment.at(NOW)).value == 1000


def test_a_limit_of_the_settings_stops_an_expression(settings):
    settings.FEEL_LIMITS = {"steps": 100}
    with pytest.raises(feel.FeelLimitExceeded):
        feel.evaluate(LONG, {}, environment.at(NOW))
