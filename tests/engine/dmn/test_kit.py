"""The standard's public test kit: every case of the folder passes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from engine.dmn import kit

BESIDE = Path(__file__).resolve().parents[4] / "shared" / "conformance" / "dmn-tck"
FOLDER = Path(os.environ.get("DMN_TCK_DIR") or BESIDE)
CASES = 1215


@pytest.fixture
def folder() -> Path:
    if not FOLDER.is_dir():
        reason = f"the test kit is not in {FOLDER}: set DMN_TCK_DIR"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return FOLDER


def test_every_case_of_the_public_kit_passes(folder: Path) -> None:
    cases = list(kit.run_folder(folder))
    assert [f"{Path(case.file).name} {case.id}: {case.wrong}" for case in cases if case.wrong] == []
    assert len(cases) == CASES
