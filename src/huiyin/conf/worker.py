"""The background process and the command line: the desk without a face."""

from huiyin.conf.base import *  # noqa: F403
from huiyin.conf.base import INSTALLED_APPS

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    *INSTALLED_APPS,
]
