from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.documents.folding import fold
from nianbao.documents.text import decode

PROSE = "2023年，松鹤镇开展执法检查120家次，整改隐患35处，化解矛盾纠纷18起。\n群众满意度稳步提高。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_usual_encoding_gives_the_same_text(encoding: str) -> None:
    assert decode(PROSE.encode(encoding)) == PROSE


@pytest.mark.parametrize("words", ["整改隐患三处", "法治建设报告", "检查企业12家", "（一）规范决策"])
def test_six_characters_of_gb18030_are_enough(words: str) -> None:
    assert decode(words.encode("gb18030")) == words


def test_traditional_big5_is_read() -> None:
    words = "本鎮全年調解糾紛三十件，辦理法律諮詢四百人次，群眾滿意度穩步提高。"
    assert decode(words.encode("big5")) == words


def test_line_ends_become_line_feeds_and_the_byte_order_mark_goes() -> None:
    assert decode("\ufeff一、情况\r\n二、问题\r\n".encode()) == "一、情况\n二、问题\n"


@pytest.mark.parametrize("kept", ["\u3000\u3000检查", "零\u200b宽", "第１２条", "空\xa0格"])
def test_nothing_else_is_changed(kept: str) -> None:
    assert decode(kept.encode()) == kept


@pytest.mark.parametrize("data", [bytes(5000), bytes(range(256)) * 40, b"\x01\x02\x03\x04" * 500])
def test_bytes_that_are_no_text_give_none(data: bytes) -> None:
    assert decode(data) is None


def test_a_damaged_byte_costs_one_character_and_not_the_text() -> None:
    data = PROSE.encode() * 20
    text = decode(data[:500] + b"\xff" + data[500:])
    assert text is not None
    assert text.count("整改隐患35处") >= 19


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("⼯⾏⼀⼈", "工行一人"),
        ("⺠⻓⻛", "民长风"),
        ("―", "—"),
        ("，（１", "，（１"),
        ("\x02\ufffe\u200b", ""),
        ("\xa0\t", "  "),
    ],
)
def test_what_fonts_make_of_characters_is_folded_one_for_one(printed: str, meant: str) -> None:
    assert "".join(fold(ord(letter)) for letter in printed) == meant


def test_a_glyph_without_character_is_seen_as_lost() -> None:
    assert fold(0) == "\ufffd"


@given(st.integers(0, 0x10FFFF).filter(lambda code: not 0xD800 <= code < 0xE000))
def test_folding_never_gives_more_than_one_character(code: int) -> None:
    assert len(fold(code)) <= 1


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=80))
def test_any_utf_8_text_comes_back_unchanged(text: str) -> None:
    text = text.replace("\ufeff", "").replace("\ufffe", "")
    assert decode(text.encode()) == text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_page_that_is_mostly_markup_is_text_though_a_byte_is_damaged(encoding: str) -> None:
    markup = '<div class="con_1" id="a"><script>if(a!=b){c[d]=e_f;}</script></div>' * 40
    read_back = decode(f"{markup}{PROSE}".encode(encoding) + b"\xff" + PROSE.encode(encoding))
    assert read_back is not None
    assert PROSE in read_back
