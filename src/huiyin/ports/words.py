"""Words that a plug-in brings along. It may come from outside, so it carries both languages itself
instead of relying on the desk's catalogues."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """One text in English and in Chinese (simplified)."""

    en: str
    zh: str

    def said(self, language: str) -> str:
        """The text for a language code such as "zh-hans" or "en"."""
        return self.zh if language.lower().startswith("zh") else self.en

    def __bool__(self) -> bool:
        return bool(self.en)


UNSAID = Words("", "")
