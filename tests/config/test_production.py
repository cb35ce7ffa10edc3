"""A real installation: no warning of Django's, no secret in the code."""

import os
import subprocess
import sys
from base64 import b64encode

import pytest

from config.embedded.places import BASE_DIR

KEY = b64encode(b"0123456789abcdef0123456789abcdef").decode()
COMPLETE = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "ALLOWED_HOSTS": "gyeot.example",
    "SECRET_KEY": "a-long-key-with-many-different-characters-0123456789-ABCDEFGHIJ",
    "VAULT_KEY": KEY,
    "BLIND_INDEX_KEY": KEY,
    "FILE_KEY": KEY,
    "FILES_DIR": "/srv/gyeot/files",
    "SITE_ADDRESS": "https://gyeot.example",
    "DATABASE_URL": "postgresql://gyeot@/gyeot?host=%2Fnowhere",
    "REDIS_URL": "redis://redis.example/0",
    "SMS_GATEWAY_URL": "https://sms.example/send",
    "SMS_GATEWAY_TOKEN": "token",
    "SMS_SENDER": "0200000000",
    "EMAIL_HOST": "mail.example",
    "DEFAULT_FROM_EMAIL": "gyeot@gyeot.example",
}


def run(*words: str, settings: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", **settings}
    command = [sys.executable, "manage.py", *words]
    return subprocess.run(command, cwd=BASE_DIR, env=environment, capture_output=True, text=True, check=False)


def test_django_finds_nothing_to_warn_of() -> None:
    done = run("check", "--deploy", "--fail-level", "WARNING", settings=COMPLETE)
    assert done.returncode == 0, done.stderr
    assert "no issues (0 silenced)" in done.stdout


@pytest.mark.parametrize("name", sorted(COMPLETE.keys() - {"DJANGO_SETTINGS_MODULE"}))
def test_it_does_not_start_without_a_setting_and_names_it(name: str) -> None:
    done = run("check", settings={key: value for key, value in COMPLETE.items() if key != name})
    assert done.returncode != 0
    assert f"Set {name} in the environment." in done.stderr


def test_messages_go_out_through_the_gateway_not_the_fake() -> None:
    words = "from integrations.messages import client; print(type(client.client()).__name__)"
    done = run("shell", "--no-imports", "-c", words, settings=COMPLETE)
    assert done.stdout.split() == ["GatewayClient"], done.stderr


def test_cookies_and_passwords_are_guarded() -> None:
    words = "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.PASSWORD_HASHERS[0].rpartition('.')[2], s.DEMO)"
    done = run("shell", "--no-imports", "-c", f"from django.conf import settings as s; {words}", settings=COMPLETE)
    assert done.stdout.split() == ["__Host-session", "__Host-csrf", "Argon2PasswordHasher", "False"], done.stderr
