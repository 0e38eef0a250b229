"""Words that keyword rules found, marked in the original text.

Rules find in the folded text: title, line break, body, place. The way back leads over the folding
of the title and of the body, each by itself.
"""

from collections.abc import Iterable, Sequence

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from huiyin.rules.text.normalise import fold_with_offsets

Place = tuple[int, int]
LENGTH, BEFORE = 110, 24  # characters of an excerpt, and of them before the first word


def places(title: str, body: str, found: Iterable[Place]) -> tuple[list[Place], list[Place]]:
    """Where spans of the folded text stand in title and body; others are left out."""
    folded = fold_with_offsets([title, body])
    lengths = folded.codes.lengths.tolist()
    begins = (0, lengths[0] + 1)
    marked: tuple[list[Place], list[Place]] = ([], [])
    for begin, end in found:
        part = 0 if begin < begins[1] else 1
        low, high = begin - begins[part], end - begins[part]
        if 0 <= low < high <= lengths[part]:
            marked[part].append(folded.span(part, low, high))
    return _joined(marked[0]), _joined(marked[1])


def _joined(found: list[Place]) -> list[Place]:
    joined: list[Place] = []
    for begin, end in sorted(found):
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((begin, end))
    return joined


def pointed(text: str, found: Sequence[Place]) -> SafeString:
    """The text, escaped, with the places in <mark>."""
    parts: list[str] = []
    at = 0
    for begin, end in found:
        parts.append(conditional_escape(text[at:begin]))
        parts.append(format_html("<mark>{}</mark>", text[begin:end]))
        at = end
    return SafeString("".join([*parts, conditional_escape(text[at:])]))


def surroundings(text: str, found: Sequence[Place]) -> SafeString:
    """About a line of the text around the first place, with the places in <mark>."""
    begin = max(0, found[0][0] - BEFORE) if found else 0
    cut = text[begin : begin + LENGTH]
    shifted = [
        (max(low - begin, 0), min(high - begin, len(cut)))
        for low, high in found
        if low - begin < len(cut)
    ]
    before, after = "…" if begin else "", "…" if begin + LENGTH < len(text) else ""
    return SafeString(f"{before}{pointed(cut, shifted)}{after}")
