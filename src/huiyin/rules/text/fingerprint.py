"""Content keys: which texts are the same, word for word.

A content key is the 16-byte BLAKE2b of the folded text without spaces and punctuation.
"""

from collections.abc import Sequence
from hashlib import blake2b

from huiyin.rules.text.codes import Codes, encode


def content_keys(folded: Sequence[str]) -> list[bytes]:
    """Return a 16-byte key per text; a text of marks alone is keyed by its marks."""
    return keys_of(encode(folded).words_only(), folded)


def keys_of(words: Codes, folded: Sequence[str]) -> list[bytes]:
    """Return the content keys of texts whose words are encoded already."""
    return [
        blake2b((bare or text).encode(), digest_size=16).digest()
        for bare, text in zip(words.texts(), folded, strict=True)
    ]
