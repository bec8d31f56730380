"""What units say is grouped by theme with who said so; no sentence is lost and none is rewritten."""

from __future__ import annotations

import pytest

from nianbao.places import data_folder
from nianbao.report.theming import OTHER, load_themes, statements, without_number
from nianbao.report.view import Passage

THEMES = load_themes(data_folder("templates"))


def passage(unit: str, *lines: str) -> Passage:
    return Passage(unit, "存在的问题", lines, (), "")


@pytest.mark.parametrize(
    ("said", "theme"),
    [
        ("基层执法力量不足，专业人员偏少", "执法队伍和能力"),
        ("普法形式较为单一，法治意识有待增强", "普法宣传和法治意识"),
        ("矛盾纠纷多元化解机制还不健全", "矛盾纠纷化解"),
        ("各项工作推进还不平衡", OTHER),
    ],
)
def test_a_sentence_belongs_to_the_theme_whose_words_it_uses(said: str, theme: str) -> None:
    assert THEMES.name_of(said) == theme


@pytest.mark.parametrize(
    ("said", "bare"),
    [
        ("9．3 深化法治乡村建设", "深化法治乡村建设"),
        ("3.3计划建成平台", "计划建成平台"),
        ("3.2024年计划", "2024年计划"),
        ("（1）2家单位", "2家单位"),
        ("12.5%的单位没有法律顾问", "12.5%的单位没有法律顾问"),
        ("12.5万元没有兑付", "12.5万元没有兑付"),
    ],
)
def test_a_sentence_is_shown_without_its_number_and_with_its_figures(said: str, bare: str) -> None:
    assert without_number(said) == bare


def test_each_numbered_point_is_a_sentence_of_its_own() -> None:
    text = "一是执法力量不足，人手偏紧。二是普法形式单一；三是统一执法标准有待完善。"
    assert list(statements(passage("甲镇", text))) == [
        "执法力量不足，人手偏紧。", "普法形式单一", "统一执法标准有待完善。",
    ]  # fmt: skip


def test_themes_count_units_and_not_sentences() -> None:
    themes = THEMES.group(
        (
            passage("甲镇", "执法力量不足，人手偏紧。执法人员专业素质有待提高。"),
            passage("乙街道", "基层执法队伍力量薄弱。普法宣传的形式单一。"),
        )
    )
    assert [(theme.name, theme.units, len(theme.said)) for theme in themes] == [
        ("执法队伍和能力", 2, 3), ("普法宣传和法治意识", 1, 1),
    ]  # fmt: skip
    assert {said.unit_name for said in themes[0].said} == {"甲镇", "乙街道"}
