"""The staff's face: sessions, sign-in, htmx."""

from urllib.parse import urlsplit

from huiyin.conf.base import *  # noqa: F403
from huiyin.conf.base import CONFIG, INSTALLED_APPS, TEMPLATE_PROCESSORS, hosts
from huiyin.conf.sign_in import *  # noqa: F403
from huiyin.conf.sign_in import ALLAUTH, MIDDLEWARE_OF_ALLAUTH, OVER_TLS

ALLOWED_HOSTS = hosts(CONFIG.console_url)
ROOT_URLCONF = "huiyin.faces.console.urls"
WSGI_APPLICATION = "huiyin.faces.console.wsgi.application"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    *INSTALLED_APPS,
    "huiyin.faces.console",
    *ALLAUTH,
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "huiyin.faces.console.asking.WhoAsks",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    MIDDLEWARE_OF_ALLAUTH,
    "huiyin.faces.console.sign_in.required.SecondFactorFirst",
    "huiyin.faces.console.answers.OfficeTime",
    "huiyin.faces.console.answers.Refusals",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                *TEMPLATE_PROCESSORS,
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "huiyin.faces.console.context.desk",
            ]
        },
    }
]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "board"
LOGOUT_REDIRECT_URL = "sign_in"
SESSION_ENGINE = "huiyin.faces.console.sessions"
SESSION_COOKIE_NAME = "huiyin_desk"
SESSION_COOKIE_SECURE = OVER_TLS
CSRF_COOKIE_NAME = "huiyin_desk_form"
CSRF_COOKIE_SECURE = OVER_TLS
CSRF_TRUSTED_ORIGINS = ["{0.scheme}://{0.netloc}".format(urlsplit(CONFIG.console_url))]
LANGUAGE_COOKIE_NAME = "huiyin_desk_language"
LANGUAGE_COOKIE_SECURE = OVER_TLS
SESSION_COOKIE_AGE = 12 * 3600
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_FAILURE_VIEW = "huiyin.faces.console.views.trouble.form_expired"
