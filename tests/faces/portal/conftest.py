"""The portal's own fixtures."""

from tests.portal import office, portal

__all__ = ["office", "portal"]
