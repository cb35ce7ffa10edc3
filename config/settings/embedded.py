"""The demo and everyday work: our own PostgreSQL and Valkey under `.var`, fakes for every outside system."""

import os

from config import addresses
from config.embedded import keys, servers
from config.settings.base import *  # noqa: F403

_places = servers.demo_places()
_keys = keys.demo_keys()

DEBUG = False
DEMO = True
CLOCK_MAY_MOVE = True
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]

SECRET_KEY = _keys["secret_key"]
VAULT_KEY = _keys["vault_key"]
BLIND_INDEX_KEY = _keys["blind_index_key"]
FILE_KEY = _keys["file_key"]

DATABASES = {"default": addresses.database(os.environ.get("DATABASE_URL") or servers.database_url(_places))}
REDIS_URL = os.environ.get("REDIS_URL") or servers.redis_url(_places)
CELERY_BROKER_URL = addresses.celery_broker(REDIS_URL)

#: Names with a digest, so that browsers may keep them; compressing them is left to a real installation.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}
