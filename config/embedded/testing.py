"""`bin/test`: set-up, checks, then pytest with whatever arguments came; ends with pytest's closing line."""

import os
import sys

from config.embedded import browser, checking, front_end, set_up, steps
from config.embedded.places import BASE_DIR

#: Settings of the person's own terminal that must not reach the tests.
NOT_FOR_TESTS = ("DJANGO_SETTINGS_MODULE", "GYEOT_TEST_RUN", "PYTEST_ADDOPTS", "SITE_ADDRESS")


def main(arguments: list[str]) -> None:
    """Set up, check, and become pytest (the same process, so that Ctrl-C reaches it)."""
    steps.listen_for_the_end()
    with set_up.one_at_a_time():
        set_up.environment(for_tests=True)
        front_end.build()
        browser.have_chromium()
    if not checking.all_hold():
        sys.exit(1)
    for name in NOT_FOR_TESTS:
        os.environ.pop(name, None)
    os.environ["LC_ALL"] = os.environ["LANG"] = "C.UTF-8"
    os.chdir(BASE_DIR)
    command = [str(set_up.PYTHON), "-m", "pytest", *_parallel(arguments), *arguments]
    os.execv(command[0], command)  # noqa: S606


def _parallel(arguments: list[str]) -> list[str]:
    """Two workers, unless the arguments say how many."""
    said = any(word.startswith(("-n", "--numprocesses", "--pdb")) for word in arguments)
    return [] if said else ["-n", "2"]


if __name__ == "__main__":
    main(sys.argv[1:])
