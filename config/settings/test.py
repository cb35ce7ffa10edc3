"""Tests: throw-away servers under `.var/test-<pid>`, one database and one Redis number per parallel worker.

Nothing starts here: `tests/conftest.py` starts the servers when the first test asks for the database. The process that
starts a run names its folder in GYEOT_TEST_RUN, which its workers and the servers of browser tests inherit.
"""

import os

from config import addresses
from config.embedded import keys, servers
from config.embedded.places import VAR_DIR, Places
from config.settings.base import *  # noqa: F403
from config.settings.base import CELERY_BROKER_TRANSPORT_OPTIONS

TEST_RUN = os.environ.setdefault("GYEOT_TEST_RUN", f"test-{os.getpid()}")
TEST_PLACES = Places(VAR_DIR / TEST_RUN)
_worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
_keys = keys.Keys(
    secret_key="only for tests",  # noqa: S106
    vault_key="dGVzdCB2YXVsdCBrZXkgb2YgMzIgYnl0ZXMgbG9uZyE=",
    blind_index_key="dGVzdCBpbmRleCBrZXkgb2YgMzIgYnl0ZXMgbG9uZyE=",
    file_key="dGVzdCBmaWxlcyBrZXkgb2YgMzIgYnl0ZXMgbG9uZyE=",
)

DEBUG = False
DEMO = True
CLOCK_MAY_MOVE = True
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
SECRET_KEY = _keys["secret_key"]
VAULT_KEY = _keys["vault_key"]
BLIND_INDEX_KEY = _keys["blind_index_key"]
FILE_KEY = _keys["file_key"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

DATABASE_NAME = f"{TEST_RUN}_{_worker}".replace("-", "_")
DATABASES = {
    "default": addresses.database(
        os.environ.get("DATABASE_URL") or servers.database_url(TEST_PLACES, DATABASE_NAME), keep_seconds=0
    )
}
DATABASES["default"]["NAME"] = DATABASE_NAME
REDIS_URL = os.environ.get("REDIS_URL") or servers.redis_url(TEST_PLACES, int(_worker))
CELERY_BROKER_URL = addresses.celery_broker(REDIS_URL)
CELERY_BROKER_TRANSPORT_OPTIONS = CELERY_BROKER_TRANSPORT_OPTIONS | {"global_keyprefix": f"{DATABASE_NAME}:"}

FILES_DIR = TEST_PLACES.var / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
if not (BASE_DIR / "records" / "models.py").exists():  # noqa: F405 (until the records part has landed)
    AUTH_USER_MODEL = "auth.User"
