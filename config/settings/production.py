"""A real installation: every secret and address comes from the environment, TLS everywhere."""

import os
from pathlib import Path

from config import addresses
from config.settings.base import *  # noqa: F403


class SettingMissing(RuntimeError):
    """The environment lacks a setting without which this installation must not start."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Set {name} in the environment.")
        self.name = name


def _required(name: str) -> str:
    value = os.environ.get(name)
    if not value:
        raise SettingMissing(name)
    return value


DEBUG = False
ALLOWED_HOSTS = _required("ALLOWED_HOSTS").split(",")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]

SECRET_KEY = _required("SECRET_KEY")
VAULT_KEY = _required("VAULT_KEY")
BLIND_INDEX_KEY = _required("BLIND_INDEX_KEY")
FILE_KEY = _required("FILE_KEY")
FILES_DIR = Path(_required("FILES_DIR"))
SITE_ADDRESS = _required("SITE_ADDRESS")

DATABASES = {"default": addresses.database(_required("DATABASE_URL"))}
REDIS_URL = _required("REDIS_URL")
CELERY_BROKER_URL = addresses.celery_broker(REDIS_URL)

#: Sign-in codes and notices really go out: an installation without a gateway must not start with the demo's fake.
MESSAGES_CLIENT = "integrations.messages.client.GatewayClient"
SMS_GATEWAY_URL = _required("SMS_GATEWAY_URL")
SMS_GATEWAY_TOKEN = _required("SMS_GATEWAY_TOKEN")
SMS_SENDER = _required("SMS_SENDER")
EMAIL_HOST = _required("EMAIL_HOST")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = True
DEFAULT_FROM_EMAIL = _required("DEFAULT_FROM_EMAIL")

SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
