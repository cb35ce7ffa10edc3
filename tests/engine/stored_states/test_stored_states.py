"""What former versions of this product stored goes on with today's engine, to the same end as it had then."""

import json
from pathlib import Path

import pytest
import zstandard

from engine import figures, verification
from engine.models import ProcessInstance
from engine.spiff import codec, upgrades, values
from tests.engine.building import bundle, flows, node, user
from tests.engine.stored_states import acting, storing
from tests.engine.stored_states.samples import SAMPLES

pytestmark = pytest.mark.django_db
#: Kinds of diagrams there are at least of each version.
SPREAD = 19
VERSIONS = range(1, codec.VERSION + 1)


def folders() -> list[Path]:
    return sorted(path.parent for path in storing.HERE.glob("v*/*/rows.json"))


def version_of(folder: Path) -> int:
    return int(folder.parent.name.removeprefix("v"))


@pytest.mark.parametrize("version", VERSIONS)
def test_every_codec_version_has_its_stored_states(version):
    """Fails when ``codec.VERSION`` rises and nobody has run ``making``: then there is nothing to prove it with."""
    stored = {folder.name for folder in folders() if version_of(folder) == version}
    if version == codec.VERSION:
        assert stored == set(SAMPLES)
    assert len(stored) >= SPREAD


@pytest.mark.parametrize("folder", folders(), ids=lambda folder: f"{folder.parent.name}-{folder.name}")
def test_a_stored_case_comes_to_its_end(case, folder):
    told = storing.load(folder, case)
    stored = {codec.version_of(bytes(row.state)) for row in ProcessInstance.objects.all()}
    assert stored == {version_of(folder)}
    assert [str(found) for found in verification.verify() if found.check == "rows"] == []
    for action in told["after"]:
        acting.act(case, action)
    ended = json.loads(json.dumps(acting.ending(case), default=str))
    assert ended == told["ending"]
    # What was done before it was stored was counted in the database of that day.
    figures.rebuild(case.now)


def packed(version: object) -> bytes:
    return zstandard.compress(values.pack([version, 1, None, {}, [], []]))


@pytest.mark.parametrize("version", [codec.VERSION + 1, 0, "x"])
def test_a_state_of_a_newer_or_no_version_is_refused_by_its_name_and_nothing_is_lost(case, version):
    case.deploy(bundle("p", node("startEvent", "s"), user("t"), flows("s -> t")))
    case.start("p")
    right = bytes(case.row.state)
    ProcessInstance.objects.update(state=packed(version))
    said = f"version {version}; this product reads versions up to {codec.VERSION}"
    with pytest.raises(codec.StateUnknown, match=said):
        case.complete("t")
    assert any("its state cannot be read (StateUnknown)" in str(found) for found in verification.verify())
    assert bytes(case.row.state) == packed(version)
    ProcessInstance.objects.update(state=right)
    case.complete("t")


def test_a_former_version_goes_through_each_step_to_today(monkeypatch):
    monkeypatch.setattr(upgrades, "STEPS", {7: lambda state: [*state, "seven"], 8: lambda state: [*state, "eight"]})
    assert upgrades.upgraded([7, "a"], 9) == ["a", "seven", "eight"]
    assert upgrades.upgraded([9, "a"], 9) == ["a"]
    with pytest.raises(codec.StateUnknown):
        upgrades.upgraded([6, "a"], 9)


def test_every_step_on_the_way_is_there():
    assert set(upgrades.STEPS) == set(range(1, codec.VERSION))
