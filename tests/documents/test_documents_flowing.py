"""Sources without pages give what a reader sees: nothing hidden, deleted or raised, nothing lost in a control."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from nianbao.documents.model import Document
from nianbao.documents.reading import read

RAISED = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
HIDDEN = "<w:rPr><w:vanish/></w:rPr>"


def _runs(*runs: str) -> str:
    return "".join(f"<w:r><w:t>{run}</w:t></w:r>" if "<" not in run else run for run in runs)


def _tracked(tag: str, text: str) -> str:
    return f'<w:{tag} w:id="1" w:author="x"><w:r><w:t>{text}</w:t></w:r></w:{tag}>'


def _cell(words: str) -> str:
    return f"<w:tc><w:p>{_runs(words)}</w:p></w:tc>"


def _row(*cells: str) -> str:
    return f"<w:tr>{''.join(map(_cell, cells))}</w:tr>"


def _table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>{''.join(rows)}</w:tbl>"


def _control(inner: str) -> str:
    return f"<w:sdt><w:sdtContent>{inner}</w:sdtContent></w:sdt>"


def _read_word(folder: Path, *blocks: str) -> Document:
    written = docx.Document()
    body = written.element.body
    for block in blocks:
        body.insert(len(body) - 1, parse_xml(block.replace(">", f" {nsdecls('w')}>", 1)))
    written.save(str(folder / "report.docx"))
    document = read(folder / "report.docx")
    assert isinstance(document, Document)
    return document


@pytest.mark.parametrize(
    ("paragraph", "shown"),
    [
        (_runs("办理46", f"<w:r>{RAISED}<w:t>2</w:t></w:r>", "件"), "办理46件"),
        (_runs("办理46", f"<w:r>{RAISED}<w:t>[2]</w:t></w:r>", "件"), "办理46件"),
        (_runs("绿地7.5万m", f"<w:r>{RAISED}<w:t>2</w:t></w:r>"), "绿地7.5万m2"),
        (_runs("办结", f"<w:r>{HIDDEN}<w:t>77</w:t></w:r>", "78件"), "办结78件"),
        (_runs("办结", _tracked("moveFrom", "99"), _tracked("moveTo", "78"), "件"), "办结78件"),
        (_runs("办结", _control(_runs("78")), "件"), "办结78件"),
        (_runs("办结3\u200b3\u00ad4件⼯⾏⻓"), "办结334件工行长"),
    ],
)
def test_a_word_paragraph_reads_as_it_is_printed(tmp_path: Path, paragraph: str, shown: str) -> None:
    assert _read_word(tmp_path, f"<w:p>{paragraph}</w:p>").text == shown + "\n"


def test_what_stands_in_content_controls_of_a_word_file_is_not_lost(tmp_path: Path) -> None:
    cell = f"<w:tr>{_cell('处罚')}{_control(_cell('62'))}</w:tr>"
    rows = _row("项目", "数量"), _control(_row("检查", "61")), cell
    document = _read_word(tmp_path, _control(f"<w:p>{_runs('检查企业11家次。')}</w:p>" + _table(*rows)))
    assert document.text.startswith("检查企业11家次。\n")
    assert document.tables[0].rows == (("项目", "数量"), ("检查", "61"), ("处罚", "62"))


def test_rows_that_were_deleted_are_gone_and_those_that_begin_later_keep_their_columns(tmp_path: Path) -> None:
    deleted = _row("删", "1").replace("<w:tr>", '<w:tr><w:trPr><w:del w:id="1" w:author="x"/></w:trPr>')
    later = _row("64").replace("<w:tr>", '<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>')
    document = _read_word(tmp_path, _table(_row("项目", "数量"), deleted, later))
    assert document.tables[0].rows == (("项目", "数量"), ("", "64"))


def test_figures_of_a_table_within_a_cell_never_run_into_those_of_the_cell(tmp_path: Path) -> None:
    nested = _table(_row("甲", "500"), _row("乙", "501"))
    cell = f"<w:tc><w:p>{_runs('3')}</w:p><w:p>{_runs('700')}</w:p>{nested}<w:p/></w:tc>"
    document = _read_word(
        tmp_path, _table(f"<w:tr><w:tc><w:p>{_runs('检查')}</w:p></w:tc>{cell}</w:tr>", _row("处罚", "4"))
    )
    assert [table.rows for table in document.tables] == [
        (("检查", "3\u3000700"), ("处罚", "4")),
        (("甲", "500"), ("乙", "501")),
    ]


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("检查12<sup>[2]</sup>家次，满意率98<sup><a href='#n'>1</a></sup>%", "检查12家次，满意率98%"),
        ("绿地7.5万m<sup>2</sup>", "绿地7.5万m2"),
        ("整改33&#8203;4处&nbsp;，⼯⾏", "整改334处，工行"),
        ("办理<del>66</del><s>67</s><span hidden>68</span>69件", "办理69件"),
    ],
)
def test_a_web_page_reads_as_it_is_shown(tmp_path: Path, source: str, shown: str) -> None:
    (tmp_path / "page.html").write_text(f"<html><body><p>{source}</p></body></html>", encoding="utf-8")
    document = read(tmp_path / "page.html")
    assert isinstance(document, Document)
    assert document.text == shown + "\n"


def test_figures_on_two_lines_of_a_web_cell_stay_two(tmp_path: Path) -> None:
    cells = "<tr><td>检查<br>家次</td><td>3<br>500</td></tr><tr><td>诉讼<script>var a=5</script></td><td>7</td></tr>"
    (tmp_path / "page.html").write_text(f"<html><body><table>{cells}</table></body></html>", encoding="utf-8")
    document = read(tmp_path / "page.html")
    assert isinstance(document, Document)
    assert document.tables[0].rows == (("检查家次", "3\u3000500"), ("诉讼", "7"))


BOXED = (
    '<w:r xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><w:drawing><wp:inline><a:graphic>'
    "<a:graphicData><wps:wsp><wps:txbx><w:txbxContent>{}</w:txbxContent></wps:txbx></wps:wsp>"
    "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
)


def test_the_words_of_a_text_box_come_after_the_paragraph_that_it_hangs_on(tmp_path: Path) -> None:
    paragraphs = [f"<w:p>{_runs(words)}</w:p>" for words in ("受理案件12件", "办结11件")]
    inside = paragraphs[0] + _control(paragraphs[1]) + _table(_row("立案", "7"))
    document = _read_word(tmp_path, f"<w:p>{_runs('检查企业34家', BOXED.format(inside), '次')}</w:p>")
    assert document.text.splitlines() == ["检查企业34家次", "受理案件12件", "办结11件", "立案", "7"]


def test_tabs_breaks_and_hyphens_of_word_are_blanks_lines_and_hyphens(tmp_path: Path) -> None:
    words = _runs("一", "<w:r><w:tab/></w:r>", "二", "<w:r><w:br/></w:r>", "三", "<w:r><w:noBreakHyphen/></w:r>", "四")
    assert _read_word(tmp_path, f"<w:p>{words}</w:p>").text.splitlines() == ["一 二", "三-四"]


def test_a_list_level_that_the_file_does_not_define_has_no_number(tmp_path: Path) -> None:
    numbered = '<w:pPr><w:numPr><w:ilvl w:val="8"/><w:numId w:val="99"/></w:numPr></w:pPr>'
    assert _read_word(tmp_path, f"<w:p>{numbered}{_runs('检查企业34家次')}</w:p>").text == "检查企业34家次\n"


def test_a_table_without_rows_is_nothing(tmp_path: Path) -> None:
    document = _read_word(tmp_path, _table(), f"<w:p>{_runs('检查企业34家次')}</w:p>")
    assert (document.text, document.tables) == ("检查企业34家次\n", ())
