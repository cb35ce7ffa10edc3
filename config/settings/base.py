"""What is the same everywhere; places override what differs."""

import os
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = BASE_DIR / ".var"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "rest_framework",
    "csp",
    "config",
    "engine",
    "records",
    "integrations",
    "tasks",
    "processes",
    "webui",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "webui.policy.PolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "webui.middleware.RoomMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
AUTH_USER_MODEL = "records.Account"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL = "sign_in"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "webui.context.room",
            ],
        },
    }
]

LANGUAGE_CODE = "ko"
LANGUAGES = [("ko", _("한국어")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Seoul"
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = "webui.formats"

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_MAX_BYTES = 10 * 1024 * 1024

#: Django's table, read in one statement with who looks.
SESSION_ENGINE = "webui.session_store"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 60 * 60
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "webui.errors.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

#: A program shows a token; a browser's cookie opens no address under /api/.
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["webui.api.bearer.BearerAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["webui.api.bearer.HoldsScope"],
    "DEFAULT_THROTTLE_CLASSES": ["webui.api.pace.TokenPace"],
    "DEFAULT_RENDERER_CLASSES": ["webui.api.media.OrjsonRenderer"],
    "DEFAULT_PARSER_CLASSES": ["webui.api.media.ExactParser"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "webui.api.media.OnlyJson",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "webui.api.problems.answer",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Gyeot",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_ADD_EXPLICIT_BLANK_NULL_CHOICE": False,
}

CELERY_TIMEZONE = "Asia/Seoul"
CELERY_TASK_IGNORE_RESULT = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
#: Celery would close a worker's connection to PostgreSQL around each task; ``config.celery`` looks after it instead.
CELERY_DB_REUSE_MAX = 1_000_000_000

#: What one FEEL evaluation may use, where it differs from engine.feel.Limits: {"seconds": 0.2, "steps": 500_000}.
FEEL_LIMITS: dict[str, Any] = {}

PROCESSES_DIR = BASE_DIR / "processes"
FILES_DIR = VAR_DIR / "files"
#: Where links in messages lead to; bin/demo and a real installation name their own.
SITE_ADDRESS = os.environ.get("SITE_ADDRESS", "http://127.0.0.1:8000")
#: Fakes for outside systems, and pages that show what they were given.
DEMO = False
CLOCK_MAY_MOVE = False

#: Celery beat only knocks: PostgreSQL knows what is due.
CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "wake the engine": {"task": "engine.jobs.wake", "schedule": 5.0},
    "remind of what is due": {"task": "tasks.jobs.remind", "schedule": 60.0},
    "fold the inbox's counters": {"task": "tasks.jobs.fold_counts", "schedule": 60.0},
    "sweep old drafts": {"task": "tasks.jobs.sweep_drafts", "schedule": 86400.0},
    "fold the figures of the dashboards": {"task": "engine.jobs.fold_metrics", "schedule": 60.0},
    "make the months of the history": {"task": "engine.jobs.make_partitions", "schedule": 3600.0},
    "let go of what was kept long enough": {"task": "engine.jobs.apply_retention", "schedule": 86400.0},
    "let messages go that nobody took": {"task": "engine.jobs.sweep_messages", "schedule": 60.0},
    "deliver notices": {"task": "processes.jobs.deliver_notices", "schedule": 5.0},
    "sweep files nobody attached": {"task": "processes.jobs.sweep_orphans", "schedule": 3600.0},
}
#: A job whose worker died is taken over after this; who lives renews it, for calls of up to the second figure.
ENGINE_LEASE_SECONDS = 15
ENGINE_CALL_SECONDS = 900
#: A wake-up must never hold up a person's step: short time-outs, no second try.
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {"socket_timeout": 2, "socket_connect_timeout": 1}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
