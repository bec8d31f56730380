"""Each rule with a sentence that made it, and a near miss that must not fire."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from nianbao.catalogue import Catalogue
from nianbao.checks.amounts import printed_places
from nianbao.checks.checking import (
    RULES,
    check_completeness,
    check_history,
    check_reading,
    check_units,
    list_rules,
)
from nianbao.checks.finding import Finding
from nianbao.district import Deadlines, District, Unit
from nianbao.documents.model import Heading
from nianbao.figures.facts import Fact, Period
from nianbao.reading import Reading

Make = Callable[..., Fact]
Write = Callable[..., Reading]
ENDING = "\n主要负责人履行第一责任人职责，开展宣传。\n存在不足：人手偏紧。\n下一步，将加强培训。"
VISITS = "business.enterprise_visits"
FOUND, RECTIFIED = "safety.hazards_found", "safety.hazards_rectified"
RATE = "safety.hazard_rectification_rate"
HANDLED, RESOLVED = "dispute.disputes_handled", "dispute.disputes_resolved"


@pytest.fixture
def found(catalogue: Catalogue, report: Write) -> Callable[..., dict[str, Finding]]:
    """Return a function that writes a report, checks it, and returns its findings by rule."""

    def check(text: str, *facts: Fact, required: tuple[str, ...] = ()) -> dict[str, Finding]:
        reading = report(text + ENDING, *facts)
        findings = check_reading(reading, catalogue, required)
        for finding in findings:
            for quote in filter(None, finding.quote.split(" … ")):
                assert quote in reading.document.text
            assert finding.message and finding.unit == "donghu"
        return {finding.rule: finding for finding in findings}

    return check


Found = Callable[..., dict[str, Finding]]


def test_more_put_right_than_found_is_an_error(found: Found, fact: Make) -> None:
    broken = found("发现隐患163处，整改隐患173处。", fact("163处", FOUND), fact("173处", RECTIFIED))
    assert broken["ord_hazards"].severity == "error"
    assert "163处" in broken["ord_hazards"].message and "173处" in broken["ord_hazards"].message
    assert broken["ord_hazards"].indicators == (FOUND, RECTIFIED)
    assert not found("发现隐患173处，整改隐患173处。", fact("173处", FOUND), fact("173处", RECTIFIED))


def test_bounds_that_allow_the_relation_raise_no_alarm(found: Found, fact: Make) -> None:
    assert not found("发现隐患160余处，整改隐患165处。", fact("160余处", FOUND), fact("165处", RECTIFIED))
    assert found("发现隐患160余处，整改隐患171处。", fact("160余处", FOUND), fact("171处", RECTIFIED))


def test_items_are_added_before_a_relation_is_tested(found: Found, fact: Make) -> None:
    text = "发现隐患90处，当场整改60处，限期整改{}处。"
    one = fact("60处", RECTIFIED, item="当场")
    assert not found(text.format(30), fact("90处", FOUND), one, fact("30处", RECTIFIED, item="限期"))
    assert "ord_hazards" in found(text.format(31), fact("90处", FOUND), one, fact("31处", RECTIFIED, item="限期"))


def test_figures_of_another_period_are_not_mixed_in(found: Found, fact: Make) -> None:
    summer = Period("2024-07-01", "2024-08-31")
    text = "七月至八月发现隐患40处。全年整改隐患90处。"
    assert not found(text, fact("40处", FOUND, period=summer), fact("90处", RECTIFIED))


def test_cases_carried_over_explain_why_more_were_closed_than_received(found: Found, fact: Make) -> None:
    received, closed = fact("83件", "petition.petitions_received"), fact("88件", "petition.petitions_closed")
    assert found("受理信访83件，办结信访88件。", received, closed)["ord_petition"].severity == "warning"
    told = found("受理信访83件，含上年结转7件，办结信访88件。", received, closed)
    assert told["ord_petition"].severity == "info"


@pytest.mark.parametrize("printed", ["96.9%", "97%", "96.95%", "96.96%"])
def test_a_rate_may_be_rounded_or_cut_off(found: Found, fact: Make, printed: str) -> None:
    # 287 ÷ 296 = 96.9594…
    text = f"发现隐患296处，整改287处，整改率{printed}。"
    noted = found(text, fact("296处", FOUND), fact("287处", RECTIFIED), fact(printed, RATE))
    assert all(finding.severity == "info" for finding in noted.values())


def test_a_rate_that_its_parts_do_not_give_is_an_error_and_says_what_they_give(found: Found, fact: Make) -> None:
    text = "发现隐患80处，整改72处，整改率92.5%。"
    broken = found(text, fact("80处", FOUND), fact("72处", RECTIFIED), fact("92.5%", RATE))
    finding = broken["rate_safety_hazard_rectification_rate"]
    assert finding.severity == "error" and "重算为90%" in finding.message


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        (
            "排查隐患41处，除2处尚未完成整改外均已整改，整改率95.1%。",
            (("41处", FOUND), ("2处", RECTIFIED), ("95.1%", RATE)),
        ),
        (
            "排查隐患120处，当场整改38处、限期整改81处、未整改1处，整改率99.2%。",
            (("120处", FOUND), ("38处", None), ("81处", RECTIFIED), ("1处", None), ("99.2%", RATE)),
        ),
    ],
)
def test_a_rate_that_its_sentence_explains_in_other_figures_is_a_note_at_most(
    found: Found, fact: Make, text: str, figures: tuple[tuple[str, str | None], ...]
) -> None:
    findings = found(text, *(fact(printed, code) for printed, code in figures))
    assert all(finding.severity == "info" for finding in findings.values() if finding.rule.startswith("rate_"))


def test_a_rate_far_from_what_its_parts_give_may_be_a_fault_of_the_reading(found: Found, fact: Make) -> None:
    text = "排查隐患50处，整改率100%。抽查3处，其中1处整改较好。"
    figures = (fact("50处", FOUND), fact("100%", RATE), fact("3处"), fact("1处", RECTIFIED))
    assert found(text, *figures)["rate_safety_hazard_rectification_rate"].severity == "warning"


def test_a_part_above_a_total_of_another_sentence_is_doubted_and_in_one_sentence_an_error(
    found: Found, fact: Make
) -> None:
    def severity(text: str, *printed: str) -> str:
        facts = (fact(each, code) for each, code in zip(printed, codes, strict=True))
        return found(text, *facts)["gen_part_of"].severity

    codes = ("review.reviews_total", "review.contracts_reviewed")
    assert severity("合法性审查19件，合同审查29件。", "19件", "29件") == "error"
    assert severity("重大案件法制审核19件。\n另审查合同29件。", "19件", "29件") == "warning"


def test_a_rate_with_a_denominator_of_its_own_is_left_alone(found: Found, fact: Make) -> None:
    parts = (fact("50件", "mediation.cases_accepted"), fact("40件", "mediation.cases_succeeded"))
    plain = found("受理50件，调解成功40件，成功率98%。", *parts, fact("98%", "mediation.success_rate"))
    assert plain["rate_mediation_success_rate"].severity == "warning"
    assert not found(
        "受理50件，调解成功40件，成功率（以调结数为分母）98%。", *parts, fact("98%", "mediation.success_rate")
    )


def test_a_rate_above_its_limit_is_an_error_but_not_where_there_is_no_limit(found: Found, fact: Make) -> None:
    assert found("办结率101.3%。", fact("101.3%", "hotline.closure_rate"))["gen_bounds"].severity == "error"
    assert not found("收集率112%。", fact("112%", "business.problem_collection_rate"))


def test_half_a_case_is_no_count(found: Found, fact: Make) -> None:
    assert "gen_integer" in found("办理业务12.35件。", fact("12.35件", "service.cases_handled"))
    assert not found("罚款12.35元。", fact("12.35元", "enforcement.penalty_amount"))


def test_a_castable_unit_is_noted_and_another_unit_is_a_warning(found: Found, fact: Make) -> None:
    assert found("培训干部90人。", fact("90人", "learning.training_participants"))["gen_unit"].severity == "info"
    assert found("聘为法律顾问2家。", fact("2家", "review.legal_advisers"))["gen_unit"].severity == "warning"
    assert not found("培训干部90人次。", fact("90人次", "learning.training_participants"))


def test_castable_units_of_a_report_are_noted_together(found: Found, fact: Make) -> None:
    facts = (fact("90人", "learning.training_participants"), fact("500人", "publicity.audience"))
    noted = found("培训干部90人。受众500人。", *facts)["gen_unit"]
    assert len(noted.facts) == 2 and noted.quote == "培训干部90人 … 受众500人"


def test_one_figure_told_with_two_values_is_an_error(found: Found, fact: Make) -> None:
    twice = found(
        "全年办理事项7351件。附表：办件量7531件。",
        fact("7351件", "service.cases_handled"),
        fact("7531件", "service.cases_handled"),
    )
    assert twice["gen_duplicate"].severity == "error"
    assert twice["gen_duplicate"].quote == "全年办理事项7351件 … 附表：办件量7531件"
    assert len(twice["gen_duplicate"].facts) == 2


@pytest.mark.parametrize(
    ("text", "texts", "code", "severity"),
    [
        ("在岗16人。在岗160人。", ("16人", "160人"), "enforcement.officers_total", "error"),
        ("现在在岗16人。现在在岗17人。", ("16人", "17人"), "enforcement.officers_total", "error"),
        ("在岗16人、编制18人。", ("16人", "18人"), "enforcement.officers_total", "info"),
        ("在岗16人。法律专业的只有4人。", ("16人", "4人"), "enforcement.officers_total", "info"),
        ("检查16次。检查18家次。", ("16次", "18家次"), "enforcement.inspections", "info"),
        ("通过率99.4%。合格率98.1%。", ("99.4%", "98.1%"), "learning.online_exam_pass_rate", "warning"),
        ("通过率98.4%。通过率94.8%。", ("98.4%", "94.8%"), "learning.online_exam_pass_rate", "error"),
    ],
)
def test_two_numbers_are_an_error_only_where_they_can_be_nothing_but_one_figure(
    found: Found, fact: Make, text: str, texts: tuple[str, ...], code: str, severity: str
) -> None:
    facts = [fact(each, code, measure=text[: text.index(texts[0])]) for each in texts]
    assert found(text, *facts)["gen_duplicate"].severity == severity


def test_a_result_in_words_against_a_number_is_a_question_of_scope(found: Found, fact: Make) -> None:
    facts = (fact("1件", "litigation.cases_lost"), fact("无", "litigation.cases_lost", value=0, implied=True))
    assert found("败诉1件。全年无败诉案件。", *facts)["gen_duplicate"].severity == "warning"


def test_items_that_may_be_different_things_do_not_break_a_relation(found: Found, fact: Make) -> None:
    one = fact("30处", RECTIFIED, item="普查")
    apart = found("发现隐患90处。普查整改30处。另督促企业自改70处。", fact("90处", FOUND), one,
                  fact("70处", RECTIFIED, item="企业自改"))  # fmt: skip
    assert apart["ord_hazards"].severity == "info"
    together = found("发现隐患90处，普查整改30处、自改70处。", fact("90处", FOUND), one,
                     fact("70处", RECTIFIED, item="自改"))  # fmt: skip
    assert together["ord_hazards"].severity == "error"
    again = found("发现隐患90处，已整改90处，办结70处。", fact("90处", FOUND), fact("90处", RECTIFIED, item="整改"),
                  fact("70处", RECTIFIED, item="办结"))  # fmt: skip
    assert again["ord_hazards"].severity == "warning"


def test_a_required_indicator_that_is_spoken_of_without_a_number_is_quoted(found: Found, catalogue: Catalogue) -> None:
    phrase = catalogue.indicators["safety.accidents"].aliases_zh[0]
    silent = found(f"全年{phrase}情况总体平稳。", required=("safety.accidents",))
    assert silent["gen_required"].quote == f"全年{phrase}情况总体平稳"


def test_told_twice_alike_or_about_alike_is_no_error(found: Found, fact: Make) -> None:
    same = (fact("7351件", "service.cases_handled"), fact("7351件", "service.cases_handled"))
    assert not found("办理7351件。附表：7351件。", *same)
    about = (fact("7300余件", "service.cases_handled"), fact("7351件", "service.cases_handled"))
    assert found("办理7300余件。附表：7351件。", *about)["gen_duplicate"].severity == "info"


def test_a_stretch_of_the_year_does_not_conflict_with_the_year_but_may_not_exceed_it(found: Found, fact: Make) -> None:
    week = Period("2024-09-24", "2024-09-30")
    text = "全年发现隐患86处。国庆前一周发现{}处。"
    assert not found(text.format(52), fact("86处", FOUND), fact("52处", FOUND, period=week))
    assert "gen_subperiod" in found(text.format(152), fact("86处", FOUND), fact("152处", FOUND, period=week))


def test_a_stretch_that_began_in_an_earlier_year_may_exceed_the_year(found: Found, fact: Make) -> None:
    since = Period("2019-05-01", None)
    assert not found("全年发现86处，成立以来发现640处。", fact("86处", FOUND), fact("640处", FOUND, period=since))


def test_a_part_of_the_catalogue_may_not_exceed_its_total(found: Found, fact: Make) -> None:
    text = "合法性审查{}件，合同审查84件。"
    part = fact("84件", "review.contracts_reviewed")
    assert "gen_part_of" in found(text.format(70), fact("70件", "review.reviews_total"), part)
    assert not found(text.format(90), fact("90件", "review.reviews_total"), part)


def test_nothing_can_be_part_of_nought(found: Found, fact: Make) -> None:
    none = fact("没有", "reconsideration.cases_concluded", value=0, implied=True)
    broken = found("没有审结复议案件，调解结案1件。", none, fact("1件", "reconsideration.cases_mediated"))
    assert "gen_zero_part" in broken and "gen_part_of" not in broken


def test_silence_on_a_required_indicator_is_a_finding_and_nought_is_not(found: Found, fact: Make) -> None:
    need = ("safety.accidents", HANDLED, RESOLVED)
    silent = found("调处纠纷64件。", fact("64件", HANDLED), required=need)
    assert silent["gen_required"].severity == "warning"
    none = fact("未发生", "safety.accidents", value=0, implied=True)
    stated = (fact("64件", HANDLED), fact("58件", RESOLVED), none)
    assert not found("调处纠纷64件，化解58件，未发生事故。", *stated, required=need)


def test_required_indicators_are_asked_for_in_one_finding(found: Found, catalogue: Catalogue) -> None:
    silent = found("本年无数字。", required=(HANDLED, "safety.accidents"))
    assert set(silent["gen_required"].indicators) == {HANDLED, "safety.accidents"}


def test_parts_and_rest_that_miss_the_total_are_an_error(found: Found, fact: Make) -> None:
    def parts(rest: str) -> tuple[Fact, ...]:
        return (fact("80件"), fact("61件", part_of="80件"), fact("12件", part_of="80件"), fact(rest, part_of="80件"))

    broken = found("受理诉求80件，其中办结61件、转办12件，剩余6件。", *parts("6件"))
    assert broken["prose_sum"].severity == "error" and "合79" in broken["prose_sum"].message
    assert not found("受理诉求80件，其中办结61件、转办12件，剩余7件。", *parts("7件"))


def test_parts_may_be_fewer_than_their_total_where_the_text_does_not_say_that_they_are_all(
    found: Found, fact: Make
) -> None:
    facts = (fact("80件"), fact("31件", part_of="80件"), fact("12件", part_of="80件"))
    assert not found("受理诉求80件，其中噪声31件、停车12件。", *facts)
    more = (fact("80件"), fact("71件", part_of="80件"), fact("12件", part_of="80件"))
    assert found("受理诉求80件，其中噪声71件、停车12件。", *more)["prose_sum"].severity == "error"


def test_what_is_left_is_counted_with_what_was_put_right(found: Found, fact: Make) -> None:
    def facts(rest: str) -> tuple[Fact, ...]:
        return (fact("90处", FOUND), fact("81处", RECTIFIED), fact(rest, part_of="90处"))

    assert not found("发现隐患90处，整改81处，剩余9处。", *facts("9处"))
    assert "prose_sum" in found("发现隐患90处，整改81处，剩余7处。", *facts("7处"))


def test_a_rest_alone_is_no_listing(found: Found, fact: Make) -> None:
    def facts(code: str | None) -> tuple[Fact, ...]:
        one, two = fact("64处", RECTIFIED, item="当场"), fact("22处", code, item="限期")
        return (fact("90处", FOUND), one, two, fact("4处", part_of="90处"))

    text = "查出隐患90处，当场整改64处，限期内改好22处，尚有4处在办。"
    assert not found(text, *facts(RECTIFIED))
    assert not found(text, *facts(None)), "what nobody assigned may be a part all the same"
    assert not found("查出隐患90处，尚有4处在办。", fact("90处", FOUND), fact("4处", part_of="90处"))


def test_a_total_that_follows_its_parts_must_be_their_sum(found: Found, fact: Make) -> None:
    def facts(whole: str) -> tuple[Fact, ...]:
        return (fact("2场", part_of=whole), fact("17场", part_of=whole), fact(whole))

    assert not found("综合演练2场、专项演练17场，共19场。", *facts("19场"))
    assert "prose_sum" in found("综合演练2场、专项演练17场，共20场。", *facts("20场"))


def test_two_breakdowns_of_one_total_are_not_added_to_each_other(found: Found, fact: Make) -> None:
    parts = [fact(text, part_of="36件") for text in ("4件", "32件", "10件")]
    assert not found("办理援助36件（刑事4件，民事32件），其中农民工10件。", fact("36件"), *parts)


def test_a_part_above_its_whole_is_an_error_but_not_in_another_unit(found: Found, fact: Make) -> None:
    assert "prose_part" in found("举办培训12场，其中法治专题21场。", fact("12场"), fact("21场", part_of="12场"))
    assert not found("举办培训12场，其中青年90人。", fact("12场"), fact("90人", part_of="12场"))


def test_a_share_must_follow_from_its_part_and_total(found: Found, fact: Make) -> None:
    facts = (fact("80件"), fact("24件", part_of="80件"))
    assert "prose_share" in found("受理诉求80件，其中噪声类24件、占33%。", *facts, fact("33%"))
    assert not found("受理诉求80件，其中噪声类24件、占30%。", *facts, fact("30%"))
    assert not found("受理诉求80件，其中噪声类24件、满意率98%。", *facts, fact("98%"))


@pytest.mark.parametrize(("printed", "wrong"), [(("60%", "25%", "15%"), False), (("60%", "15%", "25%"), True)])
def test_shares_told_in_turn_belong_to_the_parts_in_order(
    found: Found, fact: Make, printed: tuple[str, str, str], wrong: bool
) -> None:
    parts = [fact(text, part_of="80件") for text in ("48件", "20件", "12件")]
    text = f"受理诉求80件，其中噪声48件、停车20件、物业12件，分别占{printed[0]}、{printed[1]}和{printed[2]}。"
    assert ("prose_share" in found(text, fact("80件"), *parts, *map(fact, printed))) is wrong


def test_a_share_of_several_parts_together_is_not_the_last_parts(found: Found, fact: Make) -> None:
    parts = [fact(text, part_of="80件") for text in ("40件", "20件")]
    assert not found("受理诉求80件，其中噪声40件、停车20件，两类合计占75%。", fact("80件"), *parts, fact("75%"))


def test_a_breakdown_in_the_next_sentence_is_another_listing(found: Found, fact: Make) -> None:
    parts = [fact(text, part_of="90起") for text in ("6起", "50起", "40起")]
    text = "调处纠纷90起，尚未了结6起。{}邻里50起，土地40起。"
    assert not found(text.format("就种类而言，"), fact("90起"), *parts)
    assert not found(text.format(""), fact("90起"), *parts)


def test_a_list_that_goes_on_is_added_though_its_end_is_not_linked(found: Found, fact: Make) -> None:
    def facts(rest: str) -> tuple[Fact, ...]:
        return (fact("131件"), fact("78件", part_of="131件"), fact("39件", part_of="131件"), fact(rest))

    assert not found("审查131件，其中合同78件、文件39件、其他14件。", *facts("14件"))
    assert "合132" in found("审查131件，其中合同78件、文件39件、其他15件。", *facts("15件"))["prose_sum"].message
    assert not found("审查131件，其中合同78件、文件39件，提出意见60件。", *facts("60件"))


def test_a_total_behind_a_list_is_added_though_nothing_is_linked(found: Found, fact: Make) -> None:
    parts = (fact("1场"), fact("18场"))
    assert found("综合演练1场、专项演练18场，共20场。", *parts, fact("20场"))["prose_sum"].severity == "warning"
    assert not found("综合演练1场、专项演练18场，共19场。", *parts, fact("19场"))
    assert not found("综合演练1场、专项演练18场，参加20场。", *parts, fact("20场"))


def test_a_rate_that_only_its_wide_tolerance_saves_is_doubted_beside_its_parts(found: Found, fact: Make) -> None:
    parts = (fact("863件", "hotline.orders_received"), fact("858件", "hotline.orders_closed"))

    def rules(text: str, rate: str) -> dict[str, Finding]:
        return found(text.format(rate), *parts, fact(rate, "hotline.closure_rate"))

    assert rules("受理863件，办结858件，办结率{}。", "96.4%")["rate_hotline_closure_rate"].severity == "warning"
    assert not rules("受理863件，办结858件，办结率{}。", "99.42%")
    assert not rules("受理863件，办结858件，按时办结率{}。", "96.4%")
    assert not rules("受理863件，办结858件。办结率{}。", "96.4%")
    assert set(rules("受理863件，办结858件，办结率{}。", "100.4%")) == {"gen_bounds"}


def test_the_prose_does_not_repeat_what_a_relation_already_says(found: Found, fact: Make) -> None:
    codes = (RESOLVED, "dispute.disputes_referred_judicial", "dispute.disputes_pending")
    parts = [fact(t, c, part_of="90起") for t, c in zip(("71起", "12起", "6起"), codes, strict=True)]
    broken = found("调处纠纷90起，其中化解71起，引导诉讼12起，剩余6起。", fact("90起", HANDLED), *parts)
    assert set(broken) == {"sum_dispute_outcomes"}


def test_a_rate_that_follows_from_a_broken_order_is_not_reported_again(found: Found, fact: Make) -> None:
    text = "发现隐患160处，整改隐患168处，整改率100%。"
    broken = found(text, fact("160处", FOUND), fact("168处", RECTIFIED), fact("100%", RATE))
    assert set(broken) == {"ord_hazards"}


def test_lost_characters_and_fused_years_are_quoted(found: Found) -> None:
    assert found("卷宗\ufffd\ufffd不全。")["damaged_text"].quote == "卷宗\ufffd\ufffd不全"
    assert "fused_years" in found("20232024年度法治建设。")
    assert not found("2023—2024年度法治建设，编号2023年第2024号。")


def test_a_rate_without_its_percent_sign_is_noted(found: Found, fact: Make) -> None:
    assert found("整改率为97.35。", fact("97.35", RATE))["lost_percent"].severity == "warning"
    assert not found("整改率为97.35%。", fact("97.35%", RATE))


def test_an_opening_of_another_year_is_a_warning(found: Found) -> None:
    assert "wrong_year" in found("现将2023年度法治政府建设情况公布如下。")
    assert "wrong_year" in found("现将二〇二三年法治工作情况报告如下。")
    assert not found("现将2024年度法治政府建设情况公布如下。")
    assert not found("现将《2023年度报告》反馈问题的整改情况报告如下：2023年结转3起。")


def test_plans_for_the_year_that_is_over_are_a_warning(catalogue: Catalogue, report: Write) -> None:
    def rules(title: str) -> set[str]:
        text = f"一、成效\n书记带头述法。\n存在不足。\n五、{title}\n将加强培训。"
        start = text.index("五、")
        heading = Heading(1, "五", title, "plans", start, start + len(title) + 2)
        return {f.rule for f in check_reading(report(text, outline=(heading,)), catalogue, ())}

    assert rules("2024年工作打算") == {"plan_year"}
    assert not rules("2025年工作打算")


def test_a_report_without_problems_and_plans_is_asked_for_them(catalogue: Catalogue, report: Write) -> None:
    findings = check_reading(report("一、主要做法\n开展普法活动。\n二、法治宣传\n开展宣传。"), catalogue, ())
    assert [finding.rule for finding in findings] == ["section_missing"]
    assert all(name in findings[0].message for name in ("不足", "第一责任人", "下一年度"))


def test_last_years_figure_must_be_what_was_filed(catalogue: Catalogue, report: Write, fact: Make) -> None:
    before = report("举办活动44场。", fact("44场", "publicity.activities"), year=2023)
    previous = fact("40场", kind="previous")
    now = report("举办活动52场，上年为40场。", fact("52场", "publicity.activities"), previous)
    (finding,) = check_history(now, before, catalogue)
    assert (finding.rule, finding.severity, finding.level) == ("previous_restated", "warning", 2)
    assert "44场" in finding.message and finding.quote == "举办活动52场，上年为40场"
    right = report("举办活动52场，上年为44场。", fact("52场", "publicity.activities"), fact("44场", kind="previous"))
    assert not check_history(right, before, catalogue)
    assert not check_history(now, None, catalogue)


def test_from_a_to_b_speaks_of_b(catalogue: Catalogue, report: Write, fact: Make) -> None:
    before = report("化解率91%。", fact("91%", "dispute.resolution_rate"), year=2023)
    rate = fact("94%", "dispute.resolution_rate")
    assert not check_history(report("化解率由91%提高到94%。", fact("91%", kind="previous"), rate), before, catalogue)
    (finding,) = check_history(report("化解率由90%提高到94%。", fact("90%", kind="previous"), rate), before, catalogue)
    assert finding.indicators == ("dispute.resolution_rate",)


def test_ten_times_last_year_is_a_slip_unless_the_sentence_explains_it(
    catalogue: Catalogue, report: Write, fact: Make
) -> None:
    visits = "business.enterprise_visits"
    before = report("走访企业275家次。", fact("275家次", visits), year=2023)
    (finding,) = check_history(report("走访企业2750家次。", fact("2750家次", visits)), before, catalogue)
    assert finding.rule == "tenfold" and "十倍" in finding.message
    for text, figure in (("因新增三个小组，走访企业2750家次。", "2750家次"), ("走访企业900家次。", "900家次")):
        assert not check_history(report(text, fact(figure, visits)), before, catalogue)


def test_a_passage_with_figures_from_another_unit_is_laid_at_the_copiers_door(
    catalogue: Catalogue, report: Write, fact: Make
) -> None:
    line = "法律体检队走进企业62家，出具意见书118份，梳理合同风险和用工风险两类清单，得到{}企业认可。"
    east = report("东湖片区年度报告\n" + line.format(""), fact("62家"), unit="donghu", title="东湖片区年度报告")
    west = report("西岭片区年度报告\n" + line.format("东湖片区"), fact("62家"), unit="xiling", title="西岭片区年度报告")
    (finding,) = check_units((east, west), catalogue)
    assert (finding.unit, finding.level, finding.severity) == ("xiling", 3, "warning")
    assert finding.quote in west.document.text


def test_obligatory_formulas_without_figures_are_no_copies(catalogue: Catalogue, report: Write) -> None:
    line = "坚持依法行政，把法治建设摆在全局工作的重要位置，压紧压实各级责任，推动各项任务落地见效。"
    assert not check_units((report(line, unit="donghu"), report(line, unit="xiling")), catalogue)


def test_a_missing_unit_is_an_error_without_facts() -> None:
    units = (
        Unit(code="donghu", name="东湖片区", type="开发区"),
        Unit(code="xiling", name="西岭镇", type="镇"),
        Unit(code="new", name="新设街道", type="街道", since=2025),
    )
    district = District(
        code="d", name="某区", body="某区办", units=units, deadlines=Deadlines(report="02-15", publish="04-01")
    )
    (finding,) = check_completeness(district, 2024, ["donghu"])
    assert (finding.unit, finding.severity, finding.level, finding.facts) == ("xiling", "error", 0, ())


def test_every_rule_has_a_line_and_an_example_and_its_own_id(catalogue: Catalogue) -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)
    lines = list_rules(catalogue)
    assert all(line.line and line.example for line in lines)
    assert {relation.id for relation in catalogue.relations} <= {line.id for line in lines}


def test_a_finding_is_the_same_in_every_run(found: Found, fact: Make) -> None:
    facts = (fact("163处", FOUND), fact("173处", RECTIFIED))
    first = found("发现隐患163处，整改隐患173处。", *facts)["ord_hazards"]
    again = found("发现隐患163处，整改隐患173处。", *(replace(each, score=0.5) for each in facts))["ord_hazards"]
    assert first.id == again.id


def test_a_printed_nought_after_the_point_counts_as_a_decimal(fact: Make) -> None:
    assert printed_places(fact("98.70%")) == 2
    assert printed_places(replace(fact("98.7%"), value=Decimal("98.7"))) == 1
    assert printed_places(fact("100%")) == 0


@pytest.mark.parametrize(
    ("one", "other", "severity"),
    [("惠及企业", "企业参加", "warning"), ("惠及企业", "惠及企业", "error"), ("走访企业", "走访企业数", "error")],
)
def test_two_counts_of_one_size_are_one_figure_only_under_the_same_words(
    found: Found, fact: Make, one: str, other: str, severity: str
) -> None:
    facts = (fact("47家", VISITS, measure=one), fact("76家", VISITS, measure=other))
    assert found(f"{one}47家。全年{other}76家。", *facts)["gen_duplicate"].severity == severity


def test_words_that_deny_something_else_are_only_noted(found: Found, fact: Make) -> None:
    code = "disclosure.proactive_items"

    def severity(measure: str) -> str:
        facts = (fact("1105条", code), fact(f"未出现{measure}", code, value=0, implied=True, measure=measure))
        return found(f"公开信息1105条。未出现{measure}。", *facts)["gen_duplicate"].severity

    assert severity("信息发布差错和泄密问题") == "info"
    assert severity("主动公开政府信息") == "warning"


def test_an_order_that_is_broken_by_far_or_by_words_may_be_of_two_things(found: Found, fact: Make) -> None:
    far = found("发现隐患31处，整改隐患1293处。", fact("31处", FOUND), fact("1293处", RECTIFIED))
    assert far["ord_hazards"].severity == "warning"
    words = fact("均已整改", RECTIFIED, value=173, implied=True)
    assert found("发现隐患163处，均已整改。", fact("163处", FOUND), words)["ord_hazards"].severity == "warning"
