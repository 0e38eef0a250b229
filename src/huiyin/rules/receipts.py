"""The code of a receipt: 28 letters and digits that a person can print, read out or write down.

Six characters are the locator (which mailbox), twenty the secret (100 bits, kept by nobody but
the reporter), two the check. The alphabet is Crockford's base 32, so that I and L read as 1 and
O as 0. The check is the code's number modulo 1021, a prime: every single wrong character and
every swap of two is noticed before anything is looked up.
"""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LOCATOR_LENGTH = 6
SECRET_LENGTH = 20
CHECK_LENGTH = 2
LENGTH = LOCATOR_LENGTH + SECRET_LENGTH + CHECK_LENGTH
LOCATOR_OCTETS = 4
SECRET_OCTETS = 13
_PRIME = 1021
_VALUES = {letter: value for value, letter in enumerate(ALPHABET)}
_READ_AS = str.maketrans("ILO", "110")
_BETWEEN = " -‐‑‒–—―−·._\t\r\n"


class CodeTrouble(StrEnum):
    """Why something typed is not a code."""

    EMPTY = "empty"
    LENGTH = "length"
    LETTER = "letter"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class Code:
    """A code taken apart: `locator` (6 characters) and `secret` (20)."""

    locator: str
    secret: str

    def __str__(self) -> str:
        """The whole code without gaps, its check at the end."""
        body = self.locator + self.secret
        return body + _check(body)


def code_from(locator_octets: bytes, secret_octets: bytes) -> Code:
    """A code of 30 bits from at least 4 octets and 100 bits from at least 13."""
    return Code(
        _letters(locator_octets, LOCATOR_LENGTH, LOCATOR_OCTETS),
        _letters(secret_octets, SECRET_LENGTH, SECRET_OCTETS),
    )


def read_code(typed: str) -> Code | CodeTrouble:
    """What a person typed, with or without gaps, small letters and full-width ones too."""
    plain = unicodedata.normalize("NFKC", typed).upper().translate(_READ_AS)
    letters = "".join(letter for letter in plain if letter not in _BETWEEN)
    if not letters:
        return CodeTrouble.EMPTY
    if any(letter not in _VALUES for letter in letters):
        return CodeTrouble.LETTER
    if len(letters) != LENGTH:
        return CodeTrouble.LENGTH
    body, check = letters[:-CHECK_LENGTH], letters[-CHECK_LENGTH:]
    if _check(body) != check:
        return CodeTrouble.CHECK
    return Code(body[:LOCATOR_LENGTH], body[LOCATOR_LENGTH:])


def _letters(octets: bytes, length: int, least: int) -> str:
    if len(octets) < least:
        raise ValueError(f"a code part needs {least} octets")
    number = int.from_bytes(octets, "big")
    return "".join(ALPHABET[(number >> (5 * place)) & 31] for place in reversed(range(length)))


def _check(body: str) -> str:
    number = 0
    for letter in body:
        number = (number * 32 + _VALUES[letter]) % _PRIME
    number = number * 32 * 32 % _PRIME
    high, low = divmod(number, 32)
    return ALPHABET[high] + ALPHABET[low]
