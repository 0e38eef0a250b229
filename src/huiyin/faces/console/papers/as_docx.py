"""A document as DOCX: the same measures, with the standard's fonts by name for a word processor."""

import io
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from huiyin.faces.console.papers import paper as page
from huiyin.faces.console.papers.paper import Cell, Paper, layout_note

if TYPE_CHECKING:
    from docx.document import Document as DocumentType
    from docx.text.paragraph import Paragraph

BODY_FONT: Final = "FangSong"
HEADING_FONT: Final = "SimHei"
MARK_FONT: Final = "FZXiaoBiaoSong-B05S"
LATIN_FONT: Final = "Times New Roman"
RED: Final = "D0021B"
LABEL_MM: Final = 26.0
TEXT_MM: Final = 52.0
W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(paper: Paper, *, at: datetime) -> bytes:
    """The document; `at` is written into its properties."""
    from docx import Document

    document = Document()
    _properties(document, paper, at)
    _page(document)
    _head(document, paper)
    for said in paper.body:
        for line in filter(str.strip, said.split("\n")):
            _line(document, line, indent=2)
    if paper.rows:
        _table(document, paper.rows)
    if paper.signature:
        _line(document, "")
        for line in (paper.signature, paper.dated):
            _keep(_line(document, line, align="right", right_em=4))
    _imprint(document, paper)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _properties(document: "DocumentType", paper: Paper, at: datetime) -> None:
    facts = document.core_properties
    facts.author = facts.last_modified_by = paper.issuer
    facts.title, facts.comments = paper.title, ""
    facts.created = facts.modified = at


def _page(document: "DocumentType") -> None:
    """Margins, the grid of 22 lines, and page numbers outside on odd and even pages."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm, Pt

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(page.TOP_MM), Mm(page.BOTTOM_MM)
    section.left_margin, section.right_margin = Mm(page.LEFT_MM), Mm(page.RIGHT_MM)
    section.footer_distance = Mm(page.BOTTOM_MM - 7 - 5)
    document.settings.odd_and_even_pages_header_footer = True
    sides = (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    )
    for footer, side in sides:
        line = footer.paragraphs[0]
        line.alignment = side
        _run(line, "— ", size=14)
        _page_number(line)
        _run(line, " —", size=14)
    normal = document.styles["Normal"]
    normal.font.size = Pt(page.BODY_PT)


def _head(document: "DocumentType", paper: Paper) -> None:
    for said in filter(None, (paper.secrecy, paper.urgency)):
        _line(document, said, font=HEADING_FONT)
    _line(document, "")
    mark = _line(document, "", align="center", exact=False)
    _run(mark, paper.issuer, size=min(44, 442 / max(len(paper.issuer), 1) - 2), font=MARK_FONT,
         colour=RED, bold=True)  # fmt: skip
    _line(document, "")
    number = _line(document, paper.number, align="center")
    _rule(number, "bottom", "12", RED, space="11")
    _line(document, "")
    title = _line(document, "", align="center", exact=False)
    _run(title, paper.title, size=page.TITLE_PT, font=MARK_FONT, bold=True)
    _line(document, "")
    if paper.addressee:
        _line(document, paper.addressee)


def _table(document: "DocumentType", rows: tuple[tuple[Cell, ...], ...]) -> None:
    from docx.shared import Mm

    table = document.add_table(rows=0, cols=4)
    table.style = "Table Grid"
    table.autofit = False
    for row in rows:
        cells = table.add_row().cells
        for cell, wide in zip(cells, (LABEL_MM, TEXT_MM) * 2, strict=True):
            cell.width = Mm(wide)
        if len(row) == 1:
            cells[1].merge(cells[3])
        for place, one in enumerate(row):
            _fill(cells[place * 2], one.label, HEADING_FONT, centred=True)
            _fill(cells[place * 2 + 1], one.text, BODY_FONT)


def _fill(cell: Any, text: str, font: str, *, centred: bool = False) -> None:
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    lines = [line for line in text.split("\n") if line.strip()] or [""]
    for number, line in enumerate(lines):
        place = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        place.paragraph_format.space_after = 0
        if centred:
            place.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _run(place, line, size=page.TABLE_PT, font=font)
    if centred:
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER


def _imprint(document: "DocumentType", paper: Paper) -> None:
    """Copies and who printed it, between rules, kept on one page; then what fonts stand in."""
    _line(document, "")
    told = [said for said in (paper.copies_to, paper.printed) if said]
    for number, said in enumerate(told):
        line = _keep(_line(document, "", indent=1, exact=False))
        _run(line, said, size=page.TABLE_PT)
        _rule(line, "top", "8" if number == 0 else "6", "000000")
        if said == told[-1]:
            _rule(line, "bottom", "8", "000000")
    note = _line(document, "", exact=False)
    _run(note, layout_note(BODY_FONT, HEADING_FONT, embedded=False), size=page.NOTE_PT,
         colour="555555")  # fmt: skip


def _line(
    document: "DocumentType",
    text: str,
    *,
    align: str = "",
    indent: float = 0,
    right_em: float = 0,
    font: str = BODY_FONT,
    exact: bool = True,
) -> "Paragraph":
    """A paragraph on the grid of lines; `exact` off where a larger size needs its own height."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
    from docx.shared import Pt

    line = document.add_paragraph()
    shape = line.paragraph_format
    shape.space_before = shape.space_after = Pt(0)
    if exact:
        shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(page.LINE_PT)
    shape.first_line_indent = Pt(page.BODY_PT * indent) if indent else None
    shape.right_indent = Pt(page.BODY_PT * right_em) if right_em else None
    shape.widow_control = True
    if align:
        line.alignment = {"center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}[
            align
        ]
    if text:
        _run(line, text, size=page.BODY_PT, font=font)
    return line


def _keep(line: "Paragraph") -> "Paragraph":
    line.paragraph_format.keep_with_next = True
    return line


def _run(
    line: "Paragraph",
    text: str,
    *,
    size: float,
    font: str = BODY_FONT,
    colour: str = "",
    bold: bool = False,
) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    run = line.add_run(_sayable(text))
    run.font.size, run.font.name, run.font.bold = Pt(size), LATIN_FONT, bold or None
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    if colour:
        run.font.color.rgb = RGBColor.from_string(colour)


def _sayable(text: str) -> str:
    """Without the characters that XML cannot hold."""
    return "".join(sign for sign in text if sign >= " " or sign == "\t")


def _page_number(line: "Paragraph") -> None:
    from docx.oxml.parser import parse_xml

    field = f'<w:fldSimple xmlns:w="{W}" w:instr="PAGE"><w:r><w:rPr><w:sz w:val="28"/></w:rPr>'
    line._p.append(parse_xml(f"{field}<w:t>1</w:t></w:r></w:fldSimple>"))


def _rule(line: "Paragraph", side: str, eighths: str, colour: str, space: str = "1") -> None:
    """A rule above or below a paragraph, in eighths of a point."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    shape = line._p.get_or_add_pPr()
    borders = shape.find(qn("w:pBdr"))
    if borders is None:
        borders = OxmlElement("w:pBdr")
        shape.insert_element_before(
            borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc",
            "w:rPr",
        )  # fmt: skip
    edge = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", eighths), ("space", space), ("color", colour)):
        edge.set(qn(f"w:{name}"), value)
    borders.append(edge)
