"""Bringing the database up to date: every app that has tables, those of signing in included."""

from huiyin.conf.sign_in import *  # noqa: F403
from huiyin.conf.sign_in import MIDDLEWARE_OF_ALLAUTH, TABLES_OF_ALLAUTH
from huiyin.conf.worker import *  # noqa: F403
from huiyin.conf.worker import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, *TABLES_OF_ALLAUTH]
MIDDLEWARE = [MIDDLEWARE_OF_ALLAUTH]  # nothing is served; allauth insists
