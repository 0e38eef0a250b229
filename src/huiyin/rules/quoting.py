"""Whether a paper that leaves the house gives away what a reporter said.

A run of words that stands in both texts is a quotation once it is long enough: ten Chinese
characters or ten other words, punctuation and case aside. Names that anybody may write down - of
the place, of the firm - are taken out of the count before.
"""

import re
from collections.abc import Iterable
from unicodedata import normalize

LONGEST_SHARED = 9  # words; one more is a quotation

_WORD = re.compile(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+")
_APART = "\x00"


def quotation(text: str, originals: Iterable[str], names: Iterable[str] = ()) -> str:
    """The first run of words that `text` takes from one of the `originals`; "" where there is none.

    `names` may stand in both.
    """
    known = [words for words in map(_words, names) if words]
    spoken = _without(_words(text), known)
    size = LONGEST_SHARED + 1
    runs = {
        tuple(words[at : at + size])
        for words in map(_words, originals)
        for at in range(len(words) - size + 1)
    }
    for at in range(len(spoken) - size + 1):
        run = tuple(spoken[at : at + size])
        if run in runs:
            return _spelled(run)
    return ""


def _words(text: str) -> list[str]:
    return _WORD.findall(normalize("NFKC", text).casefold())


def _without(words: list[str], names: list[list[str]]) -> list[str]:
    """The words with every name replaced by a mark that stands in no text."""
    found: list[str] = []
    at = 0
    while at < len(words):
        name = next((one for one in names if words[at : at + len(one)] == one), None)
        found.append(words[at] if name is None else _APART)
        at += 1 if name is None else len(name)
    return found


def _spelled(run: tuple[str, ...]) -> str:
    joined = " ".join(run)
    return re.sub(r"(?<=[\u3400-\u9fff]) | (?=[\u3400-\u9fff])", "", joined)
