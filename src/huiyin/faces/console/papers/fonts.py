"""Fonts with Chinese characters that this machine has, the nearest to the standard's first.

A family counts only with a regular cut: one that came in bold alone would print everything bold.
Own fonts may be put into the folder `fonts` of the data folder.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.utils.translation import gettext as _

from huiyin.faces.console.papers.paper import CannotPrint

if TYPE_CHECKING:
    import typst

SERIF: Final = (
    "FangSong_GB2312", "FangSong", "STFangsong", "Zhuque Fangsong", "Noto Serif CJK SC",
    "Source Han Serif SC", "Source Han Serif CN", "Noto Serif SC", "Songti SC", "SimSun",
    "AR PL UMing CN", "AR PL SungtiL GB",
)  # fmt: skip
SANS: Final = (
    "SimHei", "Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN", "Noto Sans SC",
    "WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "Droid Sans Fallback", "PingFang SC",
    "Microsoft YaHei",
)  # fmt: skip
REGULAR: Final = range(300, 501)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Families for the text and for headings, and where typst finds them."""

    body: str
    heading: str
    found: "typst.Fonts"


def chosen() -> Chosen:
    """The best fonts there are. Raises CannotPrint where none knows Chinese."""
    return choose(own_folder())


def own_folder() -> Path:
    """Where an office may put fonts of its own."""
    return Path(settings.CONFIG.data_dir) / "fonts"


@lru_cache(maxsize=4)
def choose(folder: Path, *, of_the_system: bool = True) -> Chosen:
    """Look through the machine's fonts and those of `folder`; kept until the process ends."""
    import typst

    found = typst.Fonts(
        include_system_fonts=of_the_system, font_paths=[folder] if folder.is_dir() else []
    )
    regular = {
        font.family
        for font in found.fonts()
        if font.style == "normal" and round(font.weight) in REGULAR
    }
    serif = [name for name in SERIF if name in regular]
    sans = [name for name in SANS if name in regular]
    if not serif and not sans:
        raise CannotPrint(
            _(
                "This machine has no font with Chinese characters, so no PDF can be made. Install "
                "one (on Debian: apt install fonts-noto-cjk), or put a TTF or OTF file into "
                "%(folder)s, and start the console again. DOCX and the print view work without."
            )
            % {"folder": folder}
        )
    return Chosen((serif or sans)[0], (sans or serif)[0], found)
