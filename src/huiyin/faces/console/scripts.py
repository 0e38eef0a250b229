"""Texts shown in the other Chinese script, as the reader likes it; what is stored stays as written.

Whole phrases are converted (頭髮 but 發生), in the finished piece of a page: what is marked there
stays marked, and neither tags nor entities hold characters that a conversion touches. Evidence –
stored copies, versions, exports – is never converted.
"""

from functools import cache
from typing import Final

from django.http import HttpRequest
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from opencc_pyo3 import OpenCC

COOKIE: Final = "huiyin_desk_script"
KEPT_FOR: Final = 365 * 24 * 3600
CONVERSIONS: Final = {"simplified": "t2s", "traditional": "s2t"}


def chosen(request: HttpRequest) -> str:
    """The script the reader chose; "" shows texts as written."""
    asked = request.COOKIES.get(COOKIE, "")
    return asked if asked in CONVERSIONS else ""


def in_script(text: str, script: str) -> SafeString:
    """The text, escaped unless it is safe already, in a script."""
    escaped = conditional_escape(text)
    if not script:
        return SafeString(escaped)
    return SafeString(_converter(CONVERSIONS[script]).convert(escaped, punctuation=False))


@cache
def _converter(name: str) -> OpenCC:
    return OpenCC(name)
