"""The command line of the system: `.venv/bin/python manage.py COMMAND`."""

import os
import sys

from django.core.management import execute_from_command_line


def run() -> None:
    """Run a management command with the embedded settings unless others are named."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.embedded")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    run()
