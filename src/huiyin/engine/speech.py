"""The words of the desk before Django stands, and outside it.

The language is HUIYIN_LANGUAGE where it is set, else the machine's own (LC_ALL, LC_MESSAGES,
LANG), else simplified Chinese. Texts come from the ``desk`` catalogue; a missing catalogue leaves
the English of the source.
"""

import gettext
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path

CATALOGUES = Path(__file__).resolve().parent.parent / "locale" / "desk"
CHINESE = "zh-hans"
ENGLISH = "en"


def language(environ: Mapping[str, str] = os.environ) -> str:
    """``zh-hans`` or ``en``: Chinese unless something else is plainly asked for."""
    names = ("HUIYIN_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
    asked = next((environ[name] for name in names if environ.get(name)), "").lower()
    plain = asked.split(".")[0].split("_")[0]
    return CHINESE if plain in {"", "c", "posix"} or plain.startswith("zh") else ENGLISH


@cache
def _catalogue(spoken: str) -> gettext.NullTranslations:
    names = ["zh_Hans"] if spoken == CHINESE else [spoken]
    return gettext.translation("django", CATALOGUES, languages=names, fallback=True)


def _(message: str) -> str:
    """The message in the user's language; its names in braces are filled in afterwards."""
    said = _catalogue(language()).gettext
    return said(message)
