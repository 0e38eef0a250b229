"""The portal's own fixtures."""

import pytest

from tests.portal import office, portal

__all__ = ["office", "portal"]


@pytest.fixture(autouse=True)
def _in_todays_words(catalogues: None) -> None:
    """Pages are read in the catalogues as they stand now."""
