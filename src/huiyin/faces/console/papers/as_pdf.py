"""A document as PDF, set by typst: tagged, with its fonts inside."""

import dataclasses
import json
from importlib import resources

from huiyin.faces.console.papers import paper as page
from huiyin.faces.console.papers.fonts import Chosen, chosen
from huiyin.faces.console.papers.paper import CannotPrint, Paper, layout_note

WIDTH_PT = 442.0  # of the text area
MARK_PT = 44.0  # the issuer's name in red, smaller where it is long
MARK_DOWN_MM = 20.0


def pdf(paper: Paper, fonts: Chosen | None = None) -> bytes:
    """The document. Raises CannotPrint where no font knows Chinese or typst refuses."""
    import typst

    fonts = fonts or chosen()
    template = resources.files(__package__).joinpath("paper.typ").read_bytes()
    compiler = typst.Compiler(font_paths=fonts.found, ignore_system_fonts=True)
    try:
        made = compiler.compile(template, format="pdf", sys_inputs={"paper": _told(paper, fonts)})
    except typst.TypstError as error:
        raise CannotPrint(error.message) from error
    if not isinstance(made, bytes):
        raise CannotPrint("typst")
    return made


def _told(paper: Paper, fonts: Chosen) -> str:
    mark = min(MARK_PT, WIDTH_PT / max(len(paper.issuer), 1) - 2)
    return json.dumps(
        dataclasses.asdict(paper)
        | {
            "note": layout_note(fonts.body, fonts.heading, embedded=True),
            "body_font": fonts.body, "heading_font": fonts.heading,
            "mark_pt": mark, "mark_mm": MARK_DOWN_MM,
            "top_mm": page.TOP_MM, "bottom_mm": page.BOTTOM_MM, "left_mm": page.LEFT_MM,
            "right_mm": page.RIGHT_MM, "line_pt": page.LINE_PT, "body_pt": page.BODY_PT,
            "table_pt": page.TABLE_PT, "title_pt": page.TITLE_PT, "note_pt": page.NOTE_PT,
        },
        ensure_ascii=False,
    )  # fmt: skip
