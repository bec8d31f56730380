from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.figures.numerals import find_numerals, last_place, read_han

VALUES = [
    ("1，268，300万元", "12683000000"),
    ("３６００万户", "36000000"),
    ("排查 3 418个", "3418"),
    ("2.75万余户", "27500"),
    ("约600余人", "600"),
    ("1500余万元", "15000000"),
    ("112%", "112"),
    ("百分之九十七点五", "97.5"),
    ("四百一十二", "412"),
    ("十五万三千吨", "153000"),
    ("三十余次", "30"),
    ("5.2万亿元", "5200000000000"),
    ("８．４％", "8.4"),
    ("1，120.5万元", "11205000"),
    ("二〇二四年", "2024"),
    ("两次", "2"),
    ("千余家", "1000"),
]


@pytest.mark.parametrize(("written", "value"), VALUES)
def test_a_numeral_is_read_as_it_is_written(written: str, value: str) -> None:
    found = list(find_numerals(written))
    assert [n.value for n in found] == [Decimal(value)]


def test_a_comma_between_two_figures_is_no_thousands_sign() -> None:
    found = [n.value for n in find_numerals("立案15，处罚123件，出动检查组28组，排查隐患41处")]
    assert found == [15, 123, 28, 41]


def test_kilowatts_are_no_thousands() -> None:
    assert [n.value for n in find_numerals("装机50千瓦")] == [50]


def test_a_fraction_is_found_but_has_no_count() -> None:
    assert [n.value for n in find_numerals("约占三分之二")] == [None]


@pytest.mark.parametrize(("number", "place"), [("2000", "1000"), ("440", "10"), ("1.2", "0.1"), ("7", "1"), ("0", "1")])
def test_the_last_place_that_is_not_nought(number: str, place: str) -> None:
    assert last_place(Decimal(number)) == Decimal(place)


@given(st.integers(min_value=1, max_value=99_999_999))
def test_every_count_written_in_chinese_reads_back(number: int) -> None:
    assert read_han(_written(number)) == number


@given(st.text(alphabet="一二三十百千万亿0123456789０９，,.．%余多 个人约年月日（）。", max_size=60))
def test_spans_are_in_order_and_never_overlap(text: str) -> None:
    end = 0
    for numeral in find_numerals(text):
        assert end <= numeral.start < numeral.end <= len(text)
        end = numeral.end


def _written(number: int) -> str:
    high, low = divmod(number, 10_000)
    if not high:
        return _below_ten_thousand(low)
    tail = _below_ten_thousand(low) if low else ""
    return _below_ten_thousand(high) + "万" + ("零" if low and low < 1_000 else "") + tail


def _below_ten_thousand(number: int) -> str:
    digits, written, gap = f"{number:04d}", "", False
    for digit, place in zip(digits, "千百十 ", strict=True):
        if digit == "0":
            gap = bool(written)
            continue
        written += ("零" if gap else "") + "零一二三四五六七八九"[int(digit)] + place.strip()
        gap = False
    return written
