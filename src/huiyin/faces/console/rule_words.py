"""What a keyword rule means and what is wrong with it, in words."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.apps.intake.models import Item
from huiyin.rules.text.expressions import (
    CLAUSE,
    SENTENCE,
    All,
    Any,
    AtLeast,
    Listed,
    Near,
    Node,
    Not,
    Reach,
    RuleError,
    Term,
)


def meaning(node: Node) -> str:
    """The rule as a sentence; word lists stay names (see `reading.read`)."""
    return _("It marks what holds %(words)s.") % {"words": _said(node)}


def _said(node: Node, *, inside: bool = False) -> str:
    match node:
        case Term():
            return term_words(node)
        case Listed(name, field):
            return _in_field(field, _("a word of the list %(name)s") % {"name": f"@{name}"})
        case Not(part):
            return _("no %(words)s") % {"words": _said(part, inside=True)}
        case All(parts):
            return _bracketed(_all(parts), inside=inside)
        case Any(parts):
            said = _(" or ").join(_said(part, inside=True) for part in parts)
            return _bracketed(said, inside=inside)
        case AtLeast(count, parts):
            listed = _(", ").join(_said(part, inside=True) for part in parts)
            return _("at least %(n)s of (%(words)s)") % {"n": count, "words": listed}
        case Near(parts, reaches):
            return _near(parts, reaches)


def _bracketed(said: str, *, inside: bool) -> str:
    return _("(%(words)s)") % {"words": said} if inside else said


def term_words(term: Term) -> str:
    """A word of a rule with its field, or the name of a channel or kind."""
    match term.field:
        case "channel":
            label = dict(Item.Channel.choices).get(term.text, term.text)
            return _("the channel %(name)s") % {"name": label}
        case "kind":
            label = dict(Item.Kind.choices).get(term.text, term.text)
            return _("the kind %(name)s") % {"name": label}
        case _:
            return _in_field(term.field, _("“%(word)s”") % {"word": term.text})


def _in_field(field: str, said: str) -> str:
    wording = {
        "title": _("%(words)s in the title"),
        "body": _("%(words)s in the body"),
        "outlet": _("%(words)s in the name of the outlet"),
        "place": _("%(words)s in the place"),
    }.get(field, "%(words)s")
    return wording % {"words": said}


def _all(parts: Sequence[Node]) -> str:
    """What must be there first, then what must not."""
    must = [_said(part, inside=True) for part in parts if not isinstance(part, Not)]
    never = [_said(part.part, inside=True) for part in parts if isinstance(part, Not)]
    said = _(" and ").join(must)
    if never:
        without = _("but not %(words)s") % {"words": _(" or ").join(never)}
        said = _("%(must)s, %(without)s") % {"must": said, "without": without} if must else without
    return said


def _near(parts: Sequence[Node], reaches: Sequence[Reach]) -> str:
    said = _said(parts[0], inside=True)
    for part, reach in zip(parts[1:], reaches, strict=True):
        words = {"one": said, "other": _said(part, inside=True), "n": reach.tokens}
        if reach.tokens == CLAUSE:
            wording = _("%(one)s with %(other)s in the same clause")
        elif reach.tokens == SENTENCE:
            wording = _("%(one)s with %(other)s in the same sentence")
        else:
            wording = ngettext(
                "%(one)s with %(other)s at most %(n)s character or word away",
                "%(one)s with %(other)s at most %(n)s characters or words away",
                reach.tokens,
            )
        said = wording % words
        if reach.ordered:
            said = _("%(words)s, in this order") % {"words": said}
    return said


def mistake(error: RuleError) -> str:
    """What is wrong with an expression, and how to mend it."""
    return {
        "empty": _("Write at least one word to look for."),
        "too_long": _("The rule is too long; make two of it, or put words into a list."),
        "too_deep": _("Too many brackets inside each other."),
        "unclosed_quote": _("This quotation mark is never closed."),
        "unclosed_parenthesis": _("This bracket is never closed."),
        "unexpected_parenthesis": _("This bracket closes nothing."),
        "missing_term": _("A word is missing here."),
        "empty_phrase": _("There is nothing between these quotation marks."),
        "only_negative": _("The rule says only what must not occur; add a word that must."),
        "comma": _("A comma is not clear here: write | for “or”, a space for “and”."),
        "wildcard_alone": _("* and ? need a word beside them."),
        "wildcard_long": _("This pattern is too long."),
        "unknown_field": _(
            "There is no such field. Fields are title, body, outlet, place, channel and kind;"
            " put the word in quotation marks if you mean the colon itself."
        ),
        "unknown_value": _("There is no such channel or kind."),
        "unknown_list": _("There is no word list of that name."),
        "nested_field": _("One field cannot stand inside another."),
        "near_reach": _("How near? Write NEAR/ and a number up to 100, or clause, or sentence."),
        "near_part": _("NEAR stands between words, or between words in brackets with | only."),
        "at_least_many": _("There are not that many words here to count."),
    }.get(error.message_code, error.message_code)
