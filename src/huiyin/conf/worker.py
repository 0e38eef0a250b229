"""The background process and the command line: the desk without a face."""

from huiyin.conf.base import *  # noqa: F403
from huiyin.conf.base import DATABASES, INSTALLED_APPS

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    *INSTALLED_APPS,
]
# On a server where worker and console share an account, the database knows them apart by this.
_own = DATABASES["default"]["OPTIONS"]
_own["options"] = f"{_own.get('options', '')} -c huiyin.person=desk".strip()
