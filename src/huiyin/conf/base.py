"""What console, portal and worker have in common.

A child process is given its own database address (`HUIYIN_DB`) and signing key
(`HUIYIN_SECRET_KEY`) by the supervisor; everything else comes from `conf.env`.
"""

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

from huiyin.conf import env
from huiyin.conf.database import connection

CONFIG = env.load()
PACKAGE = Path(__file__).resolve().parent.parent
DEMO_DATABASE = "huiyin_demo"
ROOMS = ("console", "matters", "portal", "desk")

SECRET_KEY = os.environ.get("HUIYIN_SECRET_KEY") or secrets.token_urlsafe(48)
DEBUG = False

DATABASES = {"default": connection(os.environ.get("HUIYIN_DB", ""))}
# The demonstration's doors open only on its own database, whatever the environment says.
DEMO = CONFIG.demo and DATABASES["default"]["NAME"] == DEMO_DATABASE
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "org.Person"
ATOMIC_REQUESTS = False

APPS = [
    "huiyin.apps.org",
    "huiyin.apps.audit",
    "huiyin.apps.notify",
    "huiyin.apps.intake",
    "huiyin.apps.stories",
    "huiyin.apps.cases",
    "huiyin.apps.lane",
    "huiyin.apps.report_up",
    "huiyin.apps.responses",
]
INSTALLED_APPS = [
    "django.contrib.postgres",
    *APPS,
    "huiyin.faces.shared",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]

USE_TZ = True
TIME_ZONE = CONFIG.time_zone
USE_I18N = True
LANGUAGE_CODE = CONFIG.language
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale" / room for room in ROOMS]
FORMAT_MODULE_PATH = ["huiyin.locale.formats"]

# The full-text index of this desk's database; made anew wherever it is missing.
SEARCH_FOLDER: Path | None = CONFIG.data_dir / "search" / (DATABASES["default"]["NAME"] or "desk")

# Where the signed heads of the chain are written; the demonstration's are worth nothing.
ANCHOR_FOLDER: Path | None = None if DEMO else CONFIG.anchor_folder or CONFIG.data_dir / "anchors"
VAULT_KEY = ""  # of the desk for its matters; empty: the one among the data folder's secrets

SCAN_SOCKET = CONFIG.scan_socket  # of the malware scanner; none: nothing is scanned
CONTACT_URL = CONFIG.contact_url  # told to every server the desk reads from
CONSOLE_URL = CONFIG.console_url

STATIC_URL = "/static/"
STATICFILES_DIRS = [PACKAGE / "faces" / "static"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
LOGGING_CONFIG = None

TEMPLATE_PROCESSORS = [
    "django.template.context_processors.request",
    "django.template.context_processors.i18n",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600
WHITENOISE_ALLOW_ALL_ORIGINS = False

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_COOKIE_HTTPONLY = True
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}


def hosts(address: str) -> list[str]:
    """Host names a face answers to: its own public address, those allowed, and this machine."""
    named = urlsplit(address).hostname
    own = (named,) if named else ()
    return [*own, *CONFIG.allowed_hosts, "localhost", "127.0.0.1", "[::1]"]
