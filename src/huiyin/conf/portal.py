"""The public's face: no sign-in, no session, no staff route; a database role of its own."""

from urllib.parse import urlsplit

from huiyin.conf.base import *  # noqa: F403
from huiyin.conf.base import CONFIG, INSTALLED_APPS, PACKAGE, TEMPLATE_PROCESSORS, hosts

ALLOWED_HOSTS = hosts(CONFIG.portal_url)
ROOT_URLCONF = "huiyin.faces.portal.urls"
WSGI_APPLICATION = "huiyin.faces.portal.wsgi.application"
INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "csp",
    *INSTALLED_APPS,
    "huiyin.faces.portal",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [*TEMPLATE_PROCESSORS, "huiyin.faces.portal.context.office"]
        },
    }
]
LOCALE_PATHS = [PACKAGE / "locale" / room for room in ("portal", "desk")]
OVER_TLS = CONFIG.portal_url.startswith("https:")
CSRF_COOKIE_NAME = "huiyin_form"
CSRF_COOKIE_AGE = None
CSRF_COOKIE_SECURE = OVER_TLS
LANGUAGE_COOKIE_NAME = "huiyin_language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = OVER_TLS
CSRF_FAILURE_VIEW = "huiyin.faces.portal.views.errors.form_expired"
CSRF_TRUSTED_ORIGINS = ["{0.scheme}://{0.netloc}".format(urlsplit(CONFIG.portal_url))]
FILE_UPLOAD_HANDLERS = ["huiyin.faces.portal.uploads.CappedMemory"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
