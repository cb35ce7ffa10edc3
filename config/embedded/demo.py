"""`bin/demo`: sets the environment up on whatever Python is at hand, then hands over to the supervisor in `.venv`."""

import os
import sys

from config.embedded import front_end, set_up, steps
from config.embedded.places import BASE_DIR


def main(arguments: list[str]) -> None:
    """Set up, then become the supervisor (the same process, so that Ctrl-C and kill reach it)."""
    steps.listen_for_the_end()
    if not {"-h", "--help"} & set(arguments):
        steps.say("Gyeot: setting up (the first time takes a minute or two)")
    with set_up.one_at_a_time():
        set_up.environment(for_tests=False)
        front_end.build()
    os.chdir(BASE_DIR)
    os.execv(set_up.PYTHON, [str(set_up.PYTHON), "-m", "config.embedded.supervisor", *arguments])  # noqa: S606


if __name__ == "__main__":
    main(sys.argv[1:])
