"""Fixtures that tests of the apps share."""

from tests.portal import own_database

__all__ = ["own_database"]
