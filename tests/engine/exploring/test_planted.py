"""Each planted mistake is told where it is, and its corrected twin passes. Steps that only values keep away are told
as warnings, all others are refused.
"""

import pytest

from engine import checks
from tests.engine.exploring.planted import ALL, Planted
from tests.engine.exploring.planted.conditions import CONDITIONS

UNREACHED = "Nothing that can happen leads to this step"


def told(bundle, severity="error"):
    found = checks.check(bundle, served=["p.w"])
    return {
        finding.element_id: finding
        for finding in found
        if finding.severity == severity and (severity == "error" or finding.message_en.startswith(UNREACHED))
    }


@pytest.mark.parametrize("mistake", ALL, ids=lambda mistake: mistake.name)
def test_the_mistake_is_told_at_its_element(mistake: Planted):
    refused, warned = told(mistake.wrong), told(mistake.wrong, "warning")
    assert set(refused | warned) == mistake.at
    assert bool(refused) is (mistake not in CONDITIONS)


@pytest.mark.parametrize("mistake", ALL, ids=lambda mistake: mistake.name)
def test_the_corrected_twin_passes(mistake: Planted):
    found = told(mistake.right) | told(mistake.right, "warning")
    assert {element: finding.message_en for element, finding in found.items()} == {}
