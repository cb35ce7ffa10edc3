"""The WSGI entry for gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

from config import lasting

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.embedded")

application = get_wsgi_application()

lasting.begun()
