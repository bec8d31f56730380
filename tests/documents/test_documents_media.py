from __future__ import annotations

import io
import random
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls

from nianbao.documents.model import Document
from nianbao.documents.reading import Limits, read
from nianbao.documents.tables import count_header_columns, count_header_rows
from nianbao.reasons import Reason, Rejection

PROSE = "松鹤镇2023年法治政府建设年度报告\n一、主要工作\n全年检查企业127家次，整改隐患34处。\n"


def _zip(*names: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "reason", "advice"),
    [
        (b"", Reason.EMPTY, ""),
        (b"  \n\n ", Reason.EMPTY, ""),
        (b"\x89PNG\r\n\x1a\n" + bytes(400), Reason.UNKNOWN_FORMAT, "PNG"),
        (b"\xff\xd8\xff\xe0" + bytes(400), Reason.UNKNOWN_FORMAT, "JPEG"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), Reason.UNKNOWN_FORMAT, ".docx"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
            Reason.ENCRYPTED,
            "密码",
        ),
        (b"Rar!\x1a\x07\x00" + bytes(40), Reason.UNKNOWN_FORMAT, "解压"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(40), Reason.UNKNOWN_FORMAT, "解压"),
        (b"{\\rtf1\\ansi}", Reason.UNKNOWN_FORMAT, ".docx"),
        (_zip("OFD.xml"), Reason.UNKNOWN_FORMAT, "OFD"),
        (_zip("xl/workbook.xml"), Reason.UNKNOWN_FORMAT, "Excel"),
        (_zip("a.txt"), Reason.UNKNOWN_FORMAT, "解压"),
        (b"PK\x03\x04 broken", Reason.UNREADABLE, "损坏"),
        (_zip("word/document.xml"), Reason.UNREADABLE, "Word"),
        (b"%PDF-1.7\n1 0 obj\n<<", Reason.UNREADABLE, "PDF"),
        (bytes(100_000), Reason.UNKNOWN_FORMAT, ""),
        (random.Random(7).randbytes(50_000), Reason.UNKNOWN_FORMAT, ""),
    ],
    ids=lambda value: "file" if isinstance(value, bytes) else None,  # a zip holds its hour: the name would change
)
def test_what_cannot_be_read_is_refused_with_its_reason_and_advice(
    tmp_path: Path, data: bytes, reason: Reason, advice: str
) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(data)
    outcome = read(path)
    assert isinstance(outcome, Rejection)
    assert outcome.reason is reason
    assert advice in outcome.detail


def test_sixty_megabytes_are_refused_by_their_size_alone(tmp_path: Path) -> None:
    path = tmp_path / "zeros.pdf"
    with path.open("wb") as stream:
        stream.truncate(60_000_000)
    outcome = read(path)
    assert isinstance(outcome, Rejection)
    assert outcome.reason is Reason.TOO_LARGE


def test_a_text_named_pdf_is_read_as_the_text_it_is(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(PROSE.replace("\n", "\r\n").encode("gb18030"))
    document = read(path)
    assert isinstance(document, Document)
    assert (document.text, document.media, len(document.sha256)) == (PROSE, "text/plain", 64)


def test_tabs_make_a_table_and_its_cells_slice(tmp_path: Path) -> None:
    path = tmp_path / "table.txt"
    path.write_text(PROSE + "附表\n序号\t项目\t单位\t数量\n1\t办件量\t件\t18,462\n2\t热线\t件\t\n", encoding="utf-8")
    document = read(path)
    assert isinstance(document, Document)
    (table,) = document.tables
    assert table.rows[1] == ("1", "办件量", "件", "18,462")
    assert table.rows[2][3] == ""
    assert (table.page, table.header_rows, table.header_columns) == (None, 1, 3)
    for row, spans in zip(table.rows, table.cells, strict=True):
        assert tuple(document.text[s[0] : s[1]] for s in spans if s) == row


@pytest.mark.parametrize(
    ("rows", "header_rows", "header_columns"),
    [
        ((("项目", "数量"), ("检查", "12")), 1, 1),
        ((("序号", "项目", "数量"), ("1", "检查", "12"), ("2", "处罚", "7")), 1, 2),
        ((("类", "款", "名称", "合计"), ("201", "", "服务", "9,000"), ("201", "06", "财政", "9,000")), 1, 3),
        ((("年份", None), ("上年", "本年"), ("12", "15")), 2, 0),
        ((("上年", "本年"), ("120", "150"), ("30", "40")), 1, 0),
    ],
)
def test_header_rows_and_columns_are_those_that_only_name(
    rows: tuple[tuple[str | None, ...], ...], header_rows: int, header_columns: int
) -> None:
    assert count_header_rows(rows) == header_rows
    assert count_header_columns(rows[header_rows:]) == header_columns


@pytest.fixture
def word(tmp_path: Path) -> Path:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "内部资料"
    document.add_paragraph("松鹤镇2023年法治政府建设年度报告")
    document.add_paragraph("一、主要工作")
    changed = document.add_paragraph("全年检查企业")
    for tag, child, words in (("w:del", "w:delText", "99家次"), ("w:ins", "w:t", "127家次。")):
        mark, run, text = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(child)
        text.text = words
        run.append(text)
        mark.append(run)
        changed._p.append(mark)
    table = document.add_table(rows=3, cols=3)
    for r, row in enumerate([["项目", "单位", "数量"], ["检查", "家次", "127"], ["合计", "", "127"]]):
        for c, words in enumerate(row):
            table.cell(r, c).text = words
    table.cell(2, 0).merge(table.cell(2, 1))
    document.add_paragraph("二、下一步打算")
    path = tmp_path / "report.docx"
    document.save(str(path))
    return path


def test_a_word_file_gives_paragraphs_and_tables_in_order(word: Path) -> None:
    document = read(word)
    assert isinstance(document, Document)
    assert document.text.startswith(
        "松鹤镇2023年法治政府建设年度报告\n一、主要工作\n全年检查企业127家次。\n项目\t单位\t数量\n"
    )
    assert document.text.endswith("127\n二、下一步打算\n")
    assert document.tables[0].rows[2] == ("合计", None, "127")
    assert document.furniture == ("内部资料",)
    assert [heading.role for heading in document.outline] == ["results", "plans"]
    for row, spans in zip(document.tables[0].rows, document.tables[0].cells, strict=True):
        for cell, span in zip(row, spans, strict=True):
            assert cell is None if span is None else document.text[span[0] : span[1]] == cell


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_word_file_is_read_or_refused_but_never_raises(word: Path, seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray(word.read_bytes())
    for _ in range(40):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    word.write_bytes(bytes(data))
    assert isinstance(read(word), (Document, Rejection))


def test_numbers_that_word_counts_itself_stand_in_the_text(tmp_path: Path) -> None:
    document = docx.Document()
    numbers = document.part.numbering_part.element
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">'
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/>'
        '<w:lvlText w:val="%1、"/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="（%2）"/></w:lvl>'
        '<w:lvl w:ilvl="2"><w:numFmt w:val="bullet"/><w:lvlText w:val="●"/></w:lvl></w:abstractNum>'
    )
    numbers.insert(0, abstract)
    numbers.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="88"><w:abstractNumId w:val="77"/></w:num>'))
    for depth, words in [(0, "主要工作"), (1, "执法"), (1, "普法"), (2, "要点"), (0, "存在的问题"), (1, "人手不足")]:
        properties = document.add_paragraph(words)._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_numId().val = 88
        properties.get_or_add_ilvl().val = depth
    document.save(str(tmp_path / "numbered.docx"))
    outcome = read(tmp_path / "numbered.docx")
    assert isinstance(outcome, Document)
    assert outcome.text == "一、主要工作\n（1）执法\n（2）普法\n要点\n二、存在的问题\n（1）人手不足\n"
    assert [heading.role for heading in outcome.outline][3:] == ["problems", "problems"]


def test_a_word_file_that_unzips_too_far_is_refused(word: Path) -> None:
    outcome = read(word, replace(Limits(), unzipped_bytes=1000))
    assert isinstance(outcome, Rejection)
    assert outcome.reason is Reason.TOO_LARGE


def test_an_entity_in_a_word_file_expands_to_nothing(word: Path, tmp_path: Path) -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "哈"><!ENTITY b "&a;&a;">]>'
    with zipfile.ZipFile(word) as source, zipfile.ZipFile(tmp_path / "bomb.docx", "w") as target:
        for item in source.infolist():
            data = source.read(item)
            if item.filename == "word/document.xml":
                data = bomb.encode() + data.split(b"?>", 1)[1].replace("检查企业".encode(), b"&b;")
            target.writestr(item.filename, data)
    outcome = read(tmp_path / "bomb.docx")
    assert isinstance(outcome, Rejection) or "哈" not in outcome.text


PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>政务公开</title><style>p{}</style></head><body>
<nav><a>首页</a></nav><h1>松鹤镇2023年法治政府建设年度报告</h1><p>一、主要工作</p>
<p>全年检查企业 <b>127</b> 家次，<br>整改隐患34处。</p><p style="display: none">隐藏</p>
<table><tr><th rowspan="2">项目</th><th colspan="2">数量</th></tr><tr><td>上年</td><td>本年</td></tr>
<tr><td>检查</td><td>99</td><td>127</td></tr></table>
<script>var x = 5;</script><footer>ICP备120号</footer></body></html>"""


def test_a_web_page_gives_its_text_and_tables_without_navigation(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(PAGE.encode("gb18030"))
    document = read(path)
    assert isinstance(document, Document)
    assert document.title == "松鹤镇2023年法治政府建设年度报告"
    assert "全年检查企业127家次，\n整改隐患34处。\n" in document.text
    assert document.tables[0].rows == (("项目", "数量", None), (None, "上年", "本年"), ("检查", "99", "127"))
    for word in ("首页", "隐藏", "ICP", "var x"):
        assert word not in document.text


def test_a_page_nested_without_end_is_read_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "deep.html"
    path.write_text("<html><body>" + "<div>" * 20_000 + "全年检查127家次。", encoding="utf-8")
    outcome = read(path)
    assert isinstance(outcome, (Document, Rejection))


@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".html", ".txt"])
def test_hostile_bytes_never_raise(tmp_path: Path, suffix: str) -> None:
    chance = random.Random(suffix)
    heads = [b"PK\x03\x04", b"<html>", b"\xef\xbb\xbf", b"\xff\xfe", b"BM", b"RIFF", b"<?xml", b""]
    for k, head in enumerate(heads):
        path = tmp_path / f"{k}{suffix}"
        path.write_bytes(head + chance.randbytes(chance.randrange(1, 3000)))
        assert isinstance(read(path), (Document, Rejection))
