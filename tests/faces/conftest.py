"""What the faces' tests share."""

from __future__ import annotations

import hatch_build
import pytest
from django.utils.translation import trans_real


@pytest.fixture(scope="session")
def catalogues() -> None:
    """The catalogues compiled as they stand now, and none of an older reading kept."""
    hatch_build.compile_catalogues(hatch_build.ROOT)
    trans_real._translations.clear()  # type: ignore[attr-defined]
