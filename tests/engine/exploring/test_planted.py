"""Each planted mistake is refused where it is, and its corrected twin passes."""

import pytest

from engine import checks
from tests.engine.exploring.planted import ALL, Planted


def errors(bundle):
    found = checks.check(bundle, served=["p.w"])
    return {finding.element_id: finding for finding in found if finding.severity == "error"}


@pytest.mark.parametrize("mistake", ALL, ids=lambda mistake: mistake.name)
def test_the_mistake_is_refused_at_its_element(mistake: Planted):
    assert set(errors(mistake.wrong)) == mistake.at


@pytest.mark.parametrize("mistake", ALL, ids=lambda mistake: mistake.name)
def test_the_corrected_twin_passes(mistake: Planted):
    assert {element: finding.message_en for element, finding in errors(mistake.right).items()} == {}
