from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nianbao.documents.reading import read_text
from nianbao.figures.extracting import Engine
from nianbao.figures.facts import Extraction, Period
from nianbao.figures.numerals import find_numerals

Read = Callable[[str], Extraction]
OPENING = "云溪镇2024年法治政府建设年度报告\n2024年，云溪镇扎实推进法治政府建设。\n一、主要举措和成效\n"


def parts(found: Extraction) -> dict[str, str]:
    """Return {part: whole} as printed."""
    by_id = {fact.id: fact for fact in found.facts}
    return {fact.text: by_id[fact.part_of].text for fact in found.facts if fact.part_of}


PARTS = [
    (
        "调处纠纷18起，其中14起已调解完毕，3起已引导起诉。剩余1起正在协调。",
        {"14起": "18起", "3起": "18起", "1起": "18起"},
    ),
    ("纳入管控90人，其中集中隔离20人，居家隔离30人，健康监测40人。", {"20人": "90人", "30人": "90人", "40人": "90人"}),
    ("作出行政处罚49件（普通程序36件，简易程序13件）。", {"36件": "49件", "13件": "49件"}),
    ("组织综合演练1场、专项演练18场，共19场。", {"1场": "19场", "18场": "19场"}),
    ("受理工单300件，其中城管类120件、占40%，办结298件。", {"120件": "300件"}),
    ("发现隐患73处，整改70处，剩余3处正在整改。", {"3处": "73处"}),
    (
        "立案97起，含上年结转4起，作出处罚91起，其中普通程序80起、简易程序11起。",
        {"4起": "97起", "80起": "91起", "11起": "91起"},
    ),
    ("检查企业60家次，排查隐患80处。", {}),
]


@pytest.mark.parametrize(("sentence", "expected"), PARTS)
def test_parts_know_their_whole(read: Read, sentence: str, expected: dict[str, str]) -> None:
    assert parts(read(sentence)) == expected


PERIODS = [
    (
        "自7月1日至8月31日，检查企业96家，排查隐患113处。",
        [("96家", "2024-07-01", "2024-08-31"), ("113处", "2024-07-01", "2024-08-31")],
    ),
    ("自10月1日开始，领导带队，截止到10月18日，检查企业28家。", [("28家", "2024-10-01", "2024-10-18")]),
    ("上半年开展巡查30次。全年化解纠纷40件。", [("30次", "2024-01-01", "2024-06-30"), ("40件", None, None)]),
    ("截至11月底，发生生产安全事故3起。", [("3起", "2024-01-01", "2024-11-30")]),
    ("今年1至6月，开展巡防120次。", [("120次", "2024-01-01", "2024-06-30")]),
    ("截至目前，化解纠纷12件。", [("12件", None, None)]),
]


@pytest.mark.parametrize(("sentence", "expected"), PERIODS)
def test_a_dated_stretch_holds_until_its_sentence_ends(
    read: Read, sentence: str, expected: list[tuple[str, str | None, str | None]]
) -> None:
    found = [(f.text, f.period) for f in read(sentence).facts]
    assert found == [(text, Period(start, end) if start else None) for text, start, end in expected]


def test_since_it_was_founded_begins_with_the_month_of_its_founding(read: Read) -> None:
    found = read("2024年5月成立矛盾调处中心。成立以来共化解矛盾纠纷24件。")
    assert [f.period for f in found.facts] == [Period("2024-05-01", None)]


QUALIFIED = [
    ("发放资料2000余份。", "over", "2000", "2999"),
    ("涉及资金1200余万元。", "over", "12000000", "12999999"),
    ("培训约300余人。", "about", "300", "399"),
    ("受众近8000人次。", "about", "7200", "8800"),
    ("全体干部学法均不少于40学时。", "at_least", "40", None),
    ("发放资料650份以上。", "at_least", "650", None),
    ("平均办理时间不超过4天。", "at_most", None, "4"),
    ("受教育群众逾1.5万人次。", "over", "15000", "15999"),
    ("检查企业36家次。", "exact", "36", "36"),
]


@pytest.mark.parametrize(("sentence", "qualifier", "low", "high"), QUALIFIED)
def test_a_rough_figure_keeps_its_interval(
    read: Read, sentence: str, qualifier: str, low: str | None, high: str | None
) -> None:
    (fact,) = read(sentence).facts
    bounds = (None if b is None else f"{b.normalize():f}" for b in (fact.low, fact.high))
    assert (fact.qualifier, *bounds) == (qualifier, low, high)


def test_money_is_stored_in_yuan(read: Read) -> None:
    (fact,) = read("罚没金额86.42万元。").facts
    assert (fact.value, fact.unit, fact.text) == (864200, "元", "86.42万元")


def test_persons_and_visits_are_two_units(read: Read) -> None:
    assert [f.unit for f in read("接待群众83批481人次，涉及96人。").facts] == ["批", "人次", "人"]


def test_a_cell_of_a_table_takes_its_unit_from_the_unit_column(read: Read) -> None:
    found = read("附表 主要数据一览表\n序号\t项目\t单位\t数量\n1\t应急演练\t次\t22\n2\t法治宣传活动\t场\t58\n")
    assert [(f.text, f.unit, f.measure) for f in found.facts] == [
        ("22", "次", "应急演练"),
        ("58", "场", "法治宣传活动"),
    ]
    assert sum(token.kind == "list_number" and token.text in "12" for token in found.tokens) == 2


def test_rows_of_a_kind_below_a_total_are_parts_of_it(read: Read) -> None:
    rows = "作出处罚决定\t107\n其中：简易程序\t30\n　　　普通程序\t77\n罚没金额\t53.8\n"
    found = read("附表如下。\n\n表1　行政处罚情况（单位：件、万元）\n项目\t数量\n" + rows)
    assert [(f.text, f.part_of) for f in found.facts] == [
        ("107", None), ("30", found.facts[0].id), ("77", found.facts[0].id), ("53.8", None),
    ]  # fmt: skip


def test_the_caption_of_a_table_says_of_what_its_rows_speak(read: Read) -> None:
    found = read(
        "附表如下。\n\n表3　根治欠薪工作情况（单位：件、万元）\n项目\t数量\n受理欠薪案件\t61\n涉及金额\t512.4\n"
    )
    assert [f.indicator for f in found.facts] == ["wage.cases_handled", "wage.amount_involved"]


def test_what_is_left_belongs_to_its_own_sentence(read: Read) -> None:
    found = read("全年办理业务8930件，其中代办3412件。转来12345工单231件，办结228件，剩余3件正在办理。")
    assert [f.part_of for f in found.facts] == [None, "f1", None, None, "f3"]


def test_what_a_kind_takes_up_is_part_of_the_total(read: Read) -> None:
    assert [f.part_of for f in read("一年接手矛盾纠纷147件，山林水利这一类占到61件。").facts] == [None, "f1"]


def test_so_many_among_a_total_are_part_of_it(read: Read) -> None:
    assert [f.part_of for f in read("127项政务服务事项中有121项可网上办理。").facts] == [None, "f1"]


def test_every_fact_slices_to_its_text(read: Read) -> None:
    passage = "全年出动检查组127组，检查企业1，036家次，整改隐患334处，罚款12万余元，未发生生产安全事故。"
    for fact in read(passage).facts:
        assert (OPENING + passage)[fact.start : fact.end] == fact.text
        assert fact.text in (OPENING + passage)


@settings(max_examples=60, deadline=None)
@given(
    st.text(
        alphabet="检查企业隐患处家次人万元%余约其中上年增长（）、，。\n一二三十百第是12358.．,“”《》年月日—至",
        max_size=120,
    )
)
def test_the_ledger_covers_every_digit(engine: Engine, text: str) -> None:
    extraction = engine.extract(read_text(text))
    covered = [(t.start, t.end) for t in extraction.tokens]
    assert covered == sorted(covered)
    assert all(a[1] <= b[0] for a, b in pairwise(covered))
    for numeral in find_numerals(text):
        assert any(start <= numeral.start < end for start, end in covered)


def test_characters_that_show_nothing_part_no_figure_and_every_span_still_slices(read: Read) -> None:
    passage = "检查企业1\ufeff26\u200b家次，发现隐患3\u00ad34处，整改\u200b331处。"
    found = read(passage)
    shown = [(fact.text, fact.value, fact.unit) for fact in found.facts]
    assert shown == [("1\ufeff26\u200b家次", 126, "家次"), ("3\u00ad34处", 334, "处"), ("331处", 331, "处")]
    text = OPENING + passage
    assert all(text[fact.start : fact.end] == fact.text and fact.quote in text for fact in found.facts)
    assert all(text[token.start : token.end] == token.text for token in found.tokens)


def test_figures_in_the_prose_of_a_cell_are_read_as_prose_and_numbers_of_rows_are_none(read: Read) -> None:
    rows = (
        "1\t规范执法\t全年检查企业126家次，发现隐患34处，已整改30处。",
        "2\t普法宣传\t开展普法宣传18场，发放资料2600份。",
        "3\t化解矛盾\t调解纠纷236起，其中218起已调解完毕。",
    )
    found = read("\n".join(rows) + "\n")
    shown = {fact.text: fact.indicator for fact in found.facts}
    assert {text: code for text, code in shown.items() if text in ("126家次", "34处", "30处")} == {
        "126家次": "enforcement.inspections", "34处": "safety.hazards_found", "30处": "safety.hazards_rectified",
    }  # fmt: skip
    assert not {"1", "2", "3"} & set(shown)


def test_kinds_named_before_their_numbers_are_parts_of_the_total_in_the_sentence_before(read: Read) -> None:
    found = read(
        "（三）热线。全年受理热线工单265件，办结260件。工单主要集中在停车、噪声、物业三类，分别为97件、88件和50件。"
    )
    assert [(f.part_of, f.item) for f in found.facts[2:]] == [("f1", "停车"), ("f1", "噪声"), ("f1", "物业")]


def test_parts_found_and_rectified_answer_to_their_own_totals(read: Read) -> None:
    found = read("（三）安全。发现隐患85处、整改82处，其中重大隐患3处、整改2处。")
    assert [(f.indicator, f.part_of) for f in found.facts[2:]] == [
        ("safety.hazards_found", "f1"),
        ("safety.hazards_rectified", "f2"),
    ]


def test_the_money_beside_a_part_is_part_of_the_money_beside_its_whole(read: Read) -> None:
    found = read("（三）营商环境。帮助32家企业获得贷款2.4亿元，其中小微企业9家、金额3600余万元。")
    assert [(f.part_of, f.item) for f in found.facts[2:]] == [("f1", "小微企业"), ("f2", "小微企业金额")]


def test_a_part_may_be_counted_in_batches(read: Read) -> None:
    found = read("（三）信访。受理信访事项118件，其中来信9件、来访34批次。")
    assert [(f.part_of, f.item) for f in found.facts[1:]] == [("f1", "来信"), ("f1", "来访")]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("受理纠纷38起，已化解36起，2起正在协调。", [None, None, "f1"]),
        ("立案49件，同比上升19.5%，结案45件，另有4件在办。", [None, None, None, "f1"]),
        ("148项政务服务事项中，126项可全程网办，43项实现跨域通办。", [None, "f1", "f1"]),
        ("在案卷评查中，抽查案卷12本。", [None]),
        ("97项政务服务事项进驻率100%，其中81项可网办、45项全市通办。", [None, None, "f1", "f1"]),
    ],
)
def test_what_is_left_and_what_overlaps_are_parts(read: Read, text: str, parts: list[str | None]) -> None:
    assert [f.part_of for f in read(f"（三）工作。{text}").facts] == parts


def test_received_and_finished_under_one_code_count_once(read: Read) -> None:
    found = read("（三）政务服务。便民服务中心全年受理各类事项1280件，办结1274件。")
    assert [f.indicator for f in found.facts] == [None, "service.cases_handled"]


def test_money_in_a_bracket_is_part_of_the_money_before_it(read: Read) -> None:
    found = read("（三）执法。罚没金额52.4万元（罚款40.4万元，没收违法所得12万元）。")
    assert [f.part_of for f in found.facts] == [None, "f1", "f1"]


def test_kinds_with_their_names_between_the_numbers_are_parts(read: Read) -> None:
    found = read("（三）热线。全年受理热线工单826件。工单居前三位的分别是物业管理231件、停车管理140件和噪声扰民97件。")
    assert [(f.part_of, f.item) for f in found.facts[1:]] == [
        ("f1", "物业管理"),
        ("f1", "停车管理"),
        ("f1", "噪声扰民"),
    ]


def test_the_date_of_a_stock_is_no_period_of_what_was_done_with_it(read: Read) -> None:
    found = read("（三）制度。对截至2024年6月底现行有效的31件规范性文件进行清理，废止4件。")
    assert [f.period for f in found.facts] == [None, None]
