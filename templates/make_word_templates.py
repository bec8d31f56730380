"""Make report.docx and letter.docx, the Word templates in the form of GB/T 9704-2012; run it after changing it.

The office may as well edit the two files in Word: words between {{ }} and {% %} are filled in by the product.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table
from docx.text.paragraph import Paragraph

BODY, HEAD, PART, TITLE, NUMBER = "仿宋", "黑体", "楷体", "方正小标宋简体", "宋体"
THIRD, SECOND, FOURTH, FIFTH = Pt(16), Pt(22), Pt(14), Pt(10.5)
PITCH = Pt(28.95)
FIGURES = (50, 30, 42, 34)
BOARD = (50, 18, 24, 34, 15, 15)
PUBLIC_BOARD = (58, 20, 26, 36, 16)
REVISION = (30, 22, 22, 40, 42)
FINDINGS = (34, 62, 60)
MADE = datetime(2025, 1, 1, tzinfo=UTC)


def official() -> WordDocument:
    """Return an empty document: A4, margins 37/26/35/28 mm, 22 lines a page, styles with the official fonts."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = (
        Mm(37),
        Mm(26),
        Mm(35),
        Mm(28),
    )
    section.footer_distance = Mm(23)
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), "579")
    document.core_properties.author = ""
    document.core_properties.comments = ""
    document.core_properties.created = document.core_properties.modified = MADE.replace(tzinfo=None)
    add_styles(document)
    number_pages(document)
    return document


def add_styles(document: WordDocument) -> None:
    """Set the fonts and spacing of every style that the templates use."""
    lines(styled(document, "Normal", BODY, THIRD), indent=True)
    lines(styled(document, "Heading 1", HEAD, THIRD), indent=True).paragraph_format.keep_with_next = True
    lines(styled(document, "Heading 2", PART, THIRD), indent=True).paragraph_format.keep_with_next = True
    centred = WD_ALIGN_PARAGRAPH.CENTER
    lines(styled(document, "Title", TITLE, SECOND), pitch=Pt(36)).paragraph_format.alignment = centred
    lines(styled(document, "Subtitle", PART, THIRD)).paragraph_format.alignment = centred
    caption = lines(styled(document, "Caption", HEAD, FIFTH), pitch=Pt(20))
    caption.paragraph_format.alignment = centred
    caption.paragraph_format.keep_with_next = True
    lines(styled(document, "Addressee", BODY, THIRD, new=True))
    signature = lines(styled(document, "Signature", BODY, THIRD, new=True))
    signature.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    signature.paragraph_format.right_indent = THIRD * 2
    for name, font, alignment in (("Cell", BODY, None), ("Cell Head", HEAD, centred)):
        cell = lines(styled(document, name, font, FIFTH, new=True), pitch=Pt(15), grid=False).paragraph_format
        cell.space_before = cell.space_after = Pt(2)
        cell.alignment = alignment
    lines(styled(document, "Gap", BODY, FIFTH, new=True), pitch=Pt(8), grid=False)
    single = styled(document, "Picture", BODY, FIFTH, new=True)
    single.paragraph_format.alignment = centred
    single.paragraph_format.keep_with_next = True
    single.paragraph_format.space_before = single.paragraph_format.space_after = Pt(4)


def styled(document: WordDocument, name: str, font: str, size: Length, new: bool = False) -> ParagraphStyle:
    """Return the style of that name with that font for Chinese and Latin alike, black and not bold."""
    styles = document.styles
    style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH) if new else styles[name]
    style.font.name, style.font.size, style.font.bold, style.font.italic = font, size, False, False
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), font)
    borders = style.element.find(qn("w:pPr") + "/" + qn("w:pBdr"))
    if borders is not None:
        borders.getparent().remove(borders)
    return style


def lines(style: ParagraphStyle, pitch: Length = PITCH, indent: bool = False, grid: bool = True) -> ParagraphStyle:
    """Give a style an exact line pitch and, for running text, an indent of two characters.

    No gap is set between Chinese and digits: 334处 stays one word. Tables leave the page's grid of lines.
    """
    form = style.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, pitch
    form.first_line_indent = THIRD * 2 if indent else Pt(0)
    properties = style.element.get_or_add_pPr()
    for name in ("w:autoSpaceDE", "w:autoSpaceDN") if grid else ("w:autoSpaceDE", "w:autoSpaceDN", "w:snapToGrid"):
        switch = OxmlElement(name)
        switch.set(qn("w:val"), "0")
        properties.insert_element_before(switch, "w:spacing", "w:ind", "w:jc", "w:outlineLvl")
    properties.get_or_add_ind().set(qn("w:firstLineChars"), "200" if indent else "0")
    return style


def number_pages(document: WordDocument) -> None:
    """Set — 1 — below the text: odd pages to the right, even pages to the left, one character in."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    for footer, side in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        paragraph = footer.paragraphs[0]
        form = paragraph.paragraph_format
        form.alignment, form.first_line_indent = side, Pt(0)
        paragraph._p.get_or_add_pPr().get_or_add_ind().set(qn("w:firstLineChars"), "0")
        form.left_indent = form.right_indent = FOURTH
        for text, field in (("— ", False), ("PAGE", True), (" —", False)):
            add_number_run(paragraph, text, field)


def add_number_run(paragraph: Paragraph, text: str, field: bool) -> None:
    """Add a run of a page number: plain text, or a field that Word counts."""
    for kind in ("begin", "code", "end") if field else ("text",):
        run = paragraph.add_run(text if kind == "text" else "")
        run.font.name, run.font.size = NUMBER, FOURTH
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), NUMBER)
        if kind == "code":
            code = OxmlElement("w:instrText")
            code.text = text
            run._r.append(code)
        elif kind != "text":
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)


def add_table(document: WordDocument, loop: str, columns: tuple[tuple[str, str], ...], widths: tuple[int, ...]) -> None:
    """Add a table of one row an item: its head is repeated on every page, no row is torn, what follows keeps off."""
    table = document.add_table(rows=4, cols=len(columns), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for place, (head, value) in enumerate(columns):
        fill(table, 0, place, head, "Cell Head")
        fill(table, 2, place, value, "Cell")
        for row in table.rows:
            row.cells[place].width = Mm(widths[place])
        table.columns[place].width = Mm(widths[place])
    fill(table, 1, 0, "{%tr for " + loop + " %}", "Cell")
    fill(table, 3, 0, "{%tr endfor %}", "Cell")
    for row, mark in ((0, "w:tblHeader"), (0, "w:cantSplit"), (2, "w:cantSplit")):
        table.rows[row]._tr.get_or_add_trPr().append(OxmlElement(mark))
    add(document, "", style="Gap")


def fill(table: Table, row: int, column: int, text: str, style: str) -> None:
    """Write one cell."""
    paragraph = table.cell(row, column).paragraphs[0]
    paragraph.text, paragraph.style = text, style


def add(document: WordDocument, *paragraphs: str, style: str = "Normal") -> None:
    """Add paragraphs of one style."""
    for text in paragraphs:
        document.add_paragraph(text, style=style)


def add_figures(document: WordDocument, rows: str) -> None:
    """Add a table of indicators."""
    change = "{% if row.change %}{{ row.change.arrow }}{{ row.change.words }}{% else %}—{% endif %}"
    columns = (
        ("指标", "{{ row.name }}"),
        ("汇总", "{{ row.wording }}{% if row.flag %}（{{ row.flag }}）{% endif %}"),
        ("报告单位", "{{ row.coverage }}"),
        ("同比（同口径）", change),
    )
    add_table(document, f"row in {rows}", columns, FIGURES)


def add_head(document: WordDocument, name: str) -> None:
    """Add a chapter's heading."""
    add(document, "{{ " + name + ".number }}、{{ " + name + ".title }}", style="Heading 1")


def add_quotations(document: WordDocument, name: str) -> None:
    """Add a chapter that quotes the units."""
    add_head(document, f"{name}.head")
    add(document, "{{ " + name + ".intro }}", "{%p for passage in " + name + ".passages %}")
    add(document, "{{ passage.unit_name }}：{{ passage.opening|join|quoted }}", "{%p endfor %}")
    add(document, "{%p if " + name + ".silent %}")
    add(document, "报告中没有这一部分的单位：{{ " + name + ".silent|join('、') }}。", "{%p endif %}")


def add_charts(document: WordDocument) -> None:
    """Add the chart of changes, and the charts of the units two by two."""
    add(document, "{%p if change_picture %}")
    add(document, "{{ change_picture }}", style="Picture")
    add(document, "{{ view.change_chart.caption }}", style="Caption")
    add(document, "{%p endif %}", "{%p if unit_pictures %}")
    add(document, "{{ view.units_caption }}", style="Caption")
    table = document.add_table(rows=3, cols=2)
    fill(table, 0, 0, "{%tr for pair in unit_pictures %}", "Cell")
    for place, side in enumerate(("left", "right")):
        fill(table, 1, place, "{{ pair." + side + ".caption }}", "Cell Head")
        table.cell(1, place).add_paragraph("{{ pair." + side + ".picture }}", style="Picture")
    fill(table, 2, 0, "{%tr endfor %}", "Cell")
    table.rows[1]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    add(document, "{%p endif %}")


def add_revision(document: WordDocument) -> None:
    """Add the chapter that says what changed since the version before."""
    add(document, "{%p if view.revision %}")
    add_head(document, "view.revision.head")
    add(document, "{{ view.revision.intro }}", "{%p if view.revision.caption %}")
    add(document, "{{ view.revision.caption }}", style="Caption")
    columns = (
        ("指标", "{{ one.name }}"),
        ("上一版", "{{ one.before }}"),
        ("本版", "{{ one.now }}"),
        ("单位数据的变化", "{{ one.units|join('；') or '—' }}"),
        ("依据", "{{ one.grounds|join('；') or '—' }}"),
    )
    add_table(document, "one in view.revision.figures", columns, REVISION)
    add(document, "{%p endif %}", "{%p endif %}")


def report_template() -> WordDocument:
    """Return the template of the district's report."""
    document = official()
    add(document, "{{ view.title_lines|first }}", "{{ view.title_lines|last }}", style="Title")
    add(document, "（{{ view.status }}）", style="Subtitle")
    add_head(document, "view.overview")
    add(document, "{%p for sentence in view.lead %}", "{{ sentence }}", "{%p endfor %}")
    add(document, "{%p if view.cards %}")
    add(document, "{{ view.overview_caption }}", style="Caption")
    add_figures(document, "view.cards")
    add(document, "{%p endif %}")
    add_charts(document)
    add_head(document, "view.board_head")
    add(document, "{{ view.board_note }}")
    add(document, "{{ view.board_caption }}", style="Caption")
    board = (
        ("单位", "{{ unit.name }}"),
        ("类型", "{{ unit.type }}"),
        ("状态", "{{ unit.state_name }}"),
        ("收到日期", "{{ unit.received or '—' }}"),
        ("错误", "{{ unit.errors }}"),
        ("提示", "{{ unit.warnings }}"),
    )
    add(document, "{%p if view.public %}")
    add_table(document, "unit in view.board", (*board[:4], ("指标", "{{ unit.figures }}")), PUBLIC_BOARD)
    add(document, "{%p else %}")
    add_table(document, "unit in view.board", board, BOARD)
    add(
        document,
        "{%p endif %}",
        "{%p for held in view.held %}",
        "暂不计入的文件：{{ held.file }}。{{ held.sentence }}。",
        "{%p endfor %}",
    )
    add(document, "{%p for chapter in view.chapters %}")
    add_head(document, "chapter.head")
    add(document, "{%p for part in chapter.parts %}")
    add(document, "{{ part.head.number }}{{ part.head.title }}", style="Heading 2")
    add(document, "{%p if part.sentences %}", "{{ part.sentences|join }}", "{%p endif %}")
    add(document, "{{ part.caption }}", style="Caption")
    add_figures(document, "part.rows")
    add(document, "{%p endfor %}", "{%p endfor %}")
    add(document, "{%p if view.practices %}")
    add_head(document, "view.practices.head")
    add(document, "{{ view.practices.intro }}", "{%p for one in view.practices.told %}")
    add(document, "{{ one.unit_name }}：{{ one.words|quoted }}", "{%p endfor %}", "{%p endif %}")
    add_quotations(document, "view.problems")
    add_quotations(document, "view.plans")
    add(document, "{%p if view.findings_head %}")
    add_head(document, "view.findings_head")
    add(document, "{{ view.findings_note }}", "{%p for group in view.findings if group.caption %}")
    add(document, "{{ group.caption }}", style="Caption")
    findings = (
        ("单位", "{{ finding.unit_name }}"),
        ("问题和处理要求", "{{ finding.message }}{% if finding.course %}（{{ finding.course }}）{% endif %}"),
        ("原文", "{% if finding.quote %}{{ finding.quote|quoted }}{% else %}—{% endif %}"),
    )
    add_table(document, "finding in group.findings", findings, FINDINGS)
    add(document, "{%p endfor %}", "{%p endif %}")
    add_revision(document)
    add_head(document, "view.method_head")
    add(document, "{%p for line in view.method[:-1] %}", "{{ line }}", "{%p endfor %}")
    add(document, "{{ view.method|last }}")
    sign(document, "{{ view.body }}", "{{ view.date }}")
    return document


def sign(document: WordDocument, name: str, day: str) -> None:
    """Add the signature so that it never stands alone on a page: it keeps the last paragraph with it."""
    add(document, "", name, day, style="Signature")
    for paragraph in document.paragraphs[-4:-1]:
        paragraph.paragraph_format.keep_with_next = True


def add_items(document: WordDocument, name: str) -> None:
    """Add what a letter asks about: what is wrong and what to do, the sentence with its place, what it concerns."""
    add(document, "{%p for item in " + name + " %}")
    add(document, "{{ item.number }}{{ item.message }}{% if item.course %}（{{ item.course }}。）{% endif %}")
    add(document, "{%p if item.quote %}")
    add(document, "原文{% if item.place %}（{{ item.place }}）{% endif %}：{{ item.quote|quoted }}", "{%p endif %}")
    add(document, "{%p if item.indicators %}", "涉及指标：{{ item.indicators|join('、') }}。", "{%p endif %}")
    add(document, "{%p endfor %}")


def letter_template() -> WordDocument:
    """Return the template of a letter to a unit."""
    document = official()
    add(document, "{{ letter.title_lines|first }}", "{{ letter.title_lines|last }}", style="Title")
    add(document, "", "{{ letter.addressee }}：", style="Addressee")
    add(document, "{%p for line in letter.opening %}", "{{ line }}", "{%p endfor %}")
    add_items(document, "letter.items")
    add(document, "{%p if letter.doubts %}", "{{ letter.doubts_opening }}")
    add_items(document, "letter.doubts")
    add(document, "{%p endif %}")
    add(document, "{%p for line in letter.closing %}", "{{ line }}", "{%p endfor %}")
    sign(document, "{{ letter.signature }}", "{{ letter.date }}")
    return document


if __name__ == "__main__":
    folder = Path(__file__).resolve().parent
    report_template().save(str(folder / "report.docx"))
    letter_template().save(str(folder / "letter.docx"))
