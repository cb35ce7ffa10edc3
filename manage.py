"""The command line of the system: `.venv/bin/python manage.py COMMAND`."""

import os
import sys

from django.core.management import execute_from_command_line

from config.embedded import servers


def run() -> None:
    """Run a management command, with the embedded settings and servers unless others are named."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.embedded")
    if os.environ["DJANGO_SETTINGS_MODULE"] == "config.settings.embedded":
        servers.use_for_command(sys.argv)
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    run()
