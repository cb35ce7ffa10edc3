"""`bin/bench NAME`: runs `benchmarks/NAME.py` on servers of its own (in earnest: with fsync), prints JSON."""

import os
import sys

from config.embedded import set_up, steps
from config.embedded.places import BASE_DIR


def main(arguments: list[str]) -> None:
    """Set up, then become the runner in `.venv`."""
    sys.stdout = sys.stderr  # standard output is for the figures alone
    steps.listen_for_the_end()
    names = sorted(path.stem for path in (BASE_DIR / "benchmarks").glob("*.py") if path.stem not in {"__init__", "run"})
    if not arguments or arguments[0] not in names:
        raise steps.StepFailed(f"usage: bin/bench NAME [ARGUMENTS]\nNAME is one of: {', '.join(names) or '(none yet)'}")
    with set_up.one_at_a_time():
        set_up.environment(for_tests=False)
    os.chdir(BASE_DIR)
    os.execv(set_up.PYTHON, [str(set_up.PYTHON), "-m", "benchmarks.run", *arguments])  # noqa: S606


if __name__ == "__main__":
    main(sys.argv[1:])
