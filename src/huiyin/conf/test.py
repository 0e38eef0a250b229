"""The console's settings on the tests' own database."""

from huiyin.conf.console import *  # noqa: F403
from huiyin.conf.console import INSTALLED_APPS
from huiyin.conf.sign_in import PROVIDER

INSTALLED_APPS = [*INSTALLED_APPS, PROVIDER, "huiyin.faces.portal"]
SEARCH_FOLDER = None  # a test that wants an index names a folder
ANCHOR_FOLDER = None  # likewise
VAULT_KEY = "5e" * 32
ALLOWED_HOSTS = ["*"]
SECRET_KEY = "only-for-tests"  # noqa: S105
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
