from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from apps.portal.marking import lay_out
from nianbao.documents.model import Document
from nianbao.documents.reading import read_text
from nianbao.figures.facts import Fact, Token
from nianbao.reading import Reading

TEXTS = st.text(alphabet="一二（）年12件，。\n\t <>&", max_size=80)


def fact(start: int, end: int, text: str) -> Fact:
    return Fact(f"f{start}", start, end, text, text, Decimal(1), Decimal(1), Decimal(1), "件", "exact", "actual", "件")


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    text = draw(TEXTS)
    spans = draw(st.lists(st.tuples(st.integers(0, len(text)), st.integers(0, 12)), max_size=12))
    ends = [(start, min(len(text), start + length)) for start, length in spans]
    facts = tuple(fact(start, end, text[start:end]) for start, end in ends[::2])
    tokens = tuple(Token(start, end, text[start:end], "date") for start, end in ends[1::2])
    return Reading("u", 2023, Document("0" * 64, "text/plain", text), facts, tokens)


@given(readings())
def test_no_word_is_lost_or_said_twice_whatever_is_marked(reading: Reading) -> None:
    said = "".join(piece.text for block in lay_out(reading) for piece in block.pieces)
    assert "".join(said.split()) == "".join(reading.document.text.split())


@given(readings())
def test_what_is_marked_as_a_fact_is_a_part_of_its_span(reading: Reading) -> None:
    for block in lay_out(reading):
        for piece in block.pieces:
            assert piece.fact is None or piece.text in piece.fact.text


def test_a_table_is_laid_out_as_one_and_its_text_told_once() -> None:
    document = read_text("情况如下：\n事项\t件数\n检查\t12\n处罚\t3\n以上为全部数据。")
    blocks = lay_out(Reading("u", 2023, document, (), ()))
    assert [block.shape for block in blocks] == ["paragraph", "table", "paragraph"]
    assert [[cell[0].text for cell in row if cell] for row in blocks[1].rows][-1] == ["处罚", "3"]
    assert blocks[1].header_rows == 1


def test_a_heading_that_runs_into_its_paragraph_is_a_paragraph() -> None:
    text = "一、主要工作\n（一）持续推进。" + "全年检查企业。" * 20
    blocks = lay_out(Reading("u", 2023, read_text(text), (), ()))
    assert [block.shape for block in blocks] == ["heading", "paragraph"]
