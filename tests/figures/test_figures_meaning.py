from __future__ import annotations

from collections.abc import Callable

import pytest

from nianbao.documents.reading import read_text
from nianbao.figures.extracting import Engine
from nianbao.figures.facts import Extraction

Read = Callable[[str], Extraction]


SAFETY = "（一）守牢安全底线。"


def test_the_same_unit_and_two_verbs_are_two_indicators(read: Read) -> None:
    found = read(SAFETY + "全年检查企业482家次，发现隐患731处，完成整改718处，整改率98.2%。")
    assert [f.indicator for f in found.facts] == [
        "safety.inspections", "safety.hazards_found", "safety.hazards_rectified", "safety.hazard_rectification_rate",
    ]  # fmt: skip


def test_nothing_happened_is_nought(read: Read) -> None:
    (fact,) = read(SAFETY + "全年未发生生产安全事故。").facts
    assert (fact.implied, fact.indicator, fact.value, fact.text) == (True, "safety.accidents", 0, "未发生")


def test_the_grade_that_limits_an_accident_count_is_its_item(read: Read) -> None:
    (fact,) = read(SAFETY + "全年未发生较大以上生产安全事故。").facts
    assert (fact.value, fact.item) == (0, "较大以上")


def test_all_rectified_is_all_that_was_found(read: Read) -> None:
    found = read(SAFETY + "自7月1日至7月31日，排查隐患41处，已全部整改完毕。")
    implied = [f for f in found.facts if f.implied]
    assert [(f.indicator, f.value, f.period) for f in implied] == [
        ("safety.hazards_rectified", 41, found.facts[0].period)
    ]


def test_an_aim_claims_nothing(read: Read) -> None:
    assert read(SAFETY + "力争全部整改，确保不发生生产安全事故。").facts == ()


def test_an_average_is_no_claim_about_all(read: Read) -> None:
    found = read("（二）热线。全年受理12345热线工单700件，平均办理时间不超过4天。")
    assert [f.implied for f in found.facts] == [False, False]


def test_parallel_figures_of_one_code_are_told_apart_by_an_item(read: Read) -> None:
    found = read("（四）优化营商环境。协助5家企业申报稳岗返还补助；协助12家企业申报房屋减免政策。")
    items = [f.item for f in found.facts if f.indicator == "business.policy_application_assists"]
    assert len(items) == 2
    assert None not in items
    assert len(set(items)) == 2


def test_a_figure_told_again_elsewhere_is_a_duplicate(read: Read) -> None:
    found = read("（六）普法。全年开展法治宣传活动58场。\n（七）小结。法治宣传活动58场次，成效明显。")
    assert [f.kind for f in found.facts] == ["actual", "duplicate"]


def test_a_figure_told_again_with_another_value_stays_for_the_checks(read: Read) -> None:
    found = read("（六）普法。全年开展法治宣传活动58场。\n（七）小结。法治宣传活动85场，成效明显。")
    assert [(f.kind, f.indicator) for f in found.facts] == [("actual", "publicity.activities")] * 2


@pytest.mark.parametrize("sentence", ["全年植树340棵。", "采购桌椅25套。"])
def test_what_no_indicator_names_is_a_fact_without_code(read: Read, sentence: str) -> None:
    (fact,) = read(sentence).facts
    assert (fact.kind, fact.indicator) == ("actual", None)


def _codes(found: Extraction) -> list[str | None]:
    return [fact.indicator for fact in found.facts]


def test_a_verb_of_several_domains_speaks_of_the_figure_before_it(read: Read) -> None:
    found = read("（一）市场监管。受理消费者投诉2936件，办结2914件，按时办结率99.2%。")
    assert _codes(found) == [None, None, None]


def test_figures_answer_one_by_one_to_those_before_them(read: Read) -> None:
    found = read("（一）接受监督。全年承办人大建议9件、政协提案12件，已办结9件和11件。")
    assert _codes(found) == [
        "deputies.suggestions_received", "deputies.proposals_received",
        "deputies.suggestions_closed", "deputies.proposals_closed",
    ]  # fmt: skip


def test_of_two_names_the_one_that_is_known_takes_the_figure(read: Read) -> None:
    found = read("（一）接受监督。办理人大建议3件、政协提案6件，办结率、满意率均为100%。")
    assert (found.facts[2].indicator, found.facts[2].also) == (
        "deputies.suggestions_closure_rate", ("deputies.proposals_closure_rate",),
    )  # fmt: skip


def test_the_kind_that_is_named_takes_the_figure_from_all_kinds(read: Read) -> None:
    found = read("（一）依法决策。对拟出台的重大决策5项、文件42份、合同187份进行合法性审查。")
    assert _codes(found)[1:] == ["review.documents_reviewed", "review.contracts_reviewed"]


def test_a_number_reached_counts_what_was_just_named(read: Read) -> None:
    found = read("（一）普法。推进“法律明白人”培养，目前全镇共有69名。")
    assert _codes(found) == ["publicity.law_literate_persons"]


def test_one_claim_may_say_two_things(read: Read) -> None:
    found = read("（一）应诉。全年未发生行政复议被纠错和行政诉讼败诉案件。")
    assert {(f.indicator, f.value) for f in found.facts} == {
        ("reconsideration.cases_corrected", 0),
        ("litigation.cases_lost", 0),
    }


def test_so_many_for_each_is_a_rule_and_no_result(read: Read) -> None:
    assert [f.kind for f in read("（一）普法。每村培养3名以上“法律明白人”。").facts] == ["standard"]


def test_years_without_an_accident_do_not_hide_the_claim(read: Read) -> None:
    found = read("（一）守牢安全底线。连续6年未发生较大及以上生产安全事故。")
    assert [(f.indicator, f.value) for f in found.facts if f.implied] == [("safety.accidents", 0)]


def test_since_an_earlier_year_is_a_period_of_its_own(read: Read) -> None:
    (fact,) = read("2019年以来累计开展法治宣传活动58场。").facts
    assert fact.period is not None
    assert (fact.period.start, fact.period.end) == ("2019-01-01", None)


def test_the_head_before_a_colon_says_of_what_its_figures_speak(read: Read) -> None:
    found = read("（二）依法决策。\n1.规范性文件：制定2件；清理4件。\n2.合法性审查：全年47件。")
    assert _codes(found) == ["normative.documents_issued", "normative.documents_cleaned", "review.reviews_total"]


def test_none_behind_a_colon_is_nought(read: Read) -> None:
    (fact,) = read("（二）依法决策。\n1.重大行政决策：无。").facts
    assert (fact.implied, fact.indicator, fact.value) == (True, "decision.major_decisions", 0)


@pytest.mark.parametrize(
    ("sentence", "qualifier"),
    [
        ("检查商超218家。", "exact"),
        ("修订村规民约46份。", "exact"),
        ("检查企业超218家。", "over"),
        ("发放约46份。", "about"),
    ],
)
def test_a_noun_that_ends_like_a_qualifier_is_none(read: Read, sentence: str, qualifier: str) -> None:
    assert [fact.qualifier for fact in read(sentence).facts] == [qualifier]


def test_the_report_year_named_ends_an_older_period(read: Read) -> None:
    found = read("自2021年6月揭牌以来，累计解答咨询680余人次，2024年培训干部70人次。")
    assert [fact.period is None for fact in found.facts] == [False, True]


def test_all_of_a_total_with_parts_is_the_total(read: Read) -> None:
    found = read("（一）接受监督。办理人大建议37件，其中主办22件、会办15件，全部按时答复。")
    assert [(f.indicator, f.value) for f in found.facts if f.implied] == [("deputies.suggestions_closed", 37)]


def test_all_reaches_over_no_full_stop_where_its_own_sentence_has_a_total(read: Read) -> None:
    found = read("（一）公开。收到依申请公开13件，答复12件。承办人大代表建议6件，均在规定期限内办结。")
    assert [(f.indicator, f.value) for f in found.facts if f.implied] == [("deputies.suggestions_closed", 6)]


def test_two_rates_that_stay_nought_are_no_count(read: Read) -> None:
    found = read("（一）复议应诉。行政复议纠错率、行政诉讼败诉率连续两年为零。")
    assert {(f.indicator, f.unit) for f in found.facts} == {
        ("reconsideration.correction_rate", "%"),
        ("litigation.loss_rate", "%"),
    }


def test_nothing_left_undone_is_no_nought(read: Read) -> None:
    assert read("（一）备案。未发生应当备案而未备案的情形。").facts == ()


def test_a_bracket_does_not_carry_the_words_before_it_over_a_list(read: Read) -> None:
    found = read("（一）接受监督。承办人大代表建议9件（均为会办）、政协提案14件。")
    assert _codes(found) == ["deputies.suggestions_received", "deputies.proposals_received"]


def test_a_kind_of_what_is_found_is_found(read: Read) -> None:
    found = read(SAFETY + "下发整改通知书96份，排查安全隐患8216条、其中重大事故隐患14条，已整改8139条。")
    assert _codes(found)[1:] == ["safety.hazards_found", "safety.hazards_found", "safety.hazards_rectified"]


def test_what_a_period_describes_is_of_the_year(read: Read) -> None:
    (first, second) = read("（一）清理。对2019年以来印发的26件规范性文件开展清理，废止5件。").facts
    assert (first.kind, first.period, second.period) == ("actual", None, None)


def test_a_report_that_ends_with_a_plan_is_still_a_report(engine: Engine) -> None:
    title = "云溪镇2023年法治政府建设工作总结及2024年工作计划\n"
    found = engine.extract(read_text(title + "一、工作总结\n普法活动58场。\n二、2024年工作计划\n普法活动60场。"))
    assert [fact.kind for fact in found.facts] == ["actual", "target"]


def test_a_cell_ends_with_its_line(read: Read) -> None:
    found = read("附表如下。\n\n依申请公开情况（单位：件）\n项目\t数量\n上年结转\t9\n本年办结\t188\n")
    assert [(f.text, f.unit) for f in found.facts] == [("9", "件"), ("188", "件")]


@pytest.mark.parametrize(
    ("text", "implied"),
    [
        ("（一）政务服务。政务服务事项136项全部实现网上可办。", [("service.items_online", 136)]),
        ("（一）应诉。全年被提起行政诉讼7件，审结5件，均胜诉。", [("litigation.cases_lost", 0)]),
        ("（一）安全。全年实现安全生产“零事故”。", [("safety.accidents", 0)]),
        ("（一）安全。坚持“零容忍”，力争实现安全生产“零事故”。", []),
        ("（一）执法。现有在编执法人员18名，均已取得行政执法资格证。", [("enforcement.officers_certified", 18)]),
    ],
)
def test_what_all_or_none_says_is_a_result(read: Read, text: str, implied: list[tuple[str, int]]) -> None:
    assert [(f.indicator, f.value) for f in read(text).facts if f.implied] == implied


def test_the_figure_of_which_all_is_said_is_the_total(read: Read) -> None:
    found = read("（一）政务服务。政务服务事项136项全部实现网上可办。")
    assert [f.indicator for f in found.facts if not f.implied] == ["service.items_total"]


def test_what_meetings_were_for_may_stand_behind_their_numbers(read: Read) -> None:
    found = read("（一）组织领导。全年召开党委会议5次、镇长办公会3次，听取法治政府建设情况汇报。")
    assert _codes(found) == ["leadership.rule_of_law_meetings", "leadership.rule_of_law_meetings"]


def test_a_purpose_behind_with_figures_of_its_own_speaks_of_those(read: Read) -> None:
    found = read("（一）组织领导。全年召开镇长办公会6次，研究法治议题4个。")
    assert _codes(found)[0] is None


def test_all_in_the_clause_of_a_part_is_all_of_the_part(read: Read) -> None:
    found = read(SAFETY + "发现隐患617处，其中重大隐患5处已全部整改完毕。")
    assert [(f.indicator, f.value) for f in found.facts if f.implied] == [("safety.hazards_rectified", 5)]


def test_what_was_not_found_is_no_count_of_what_was_done(read: Read) -> None:
    found = read("（一）制度。开展公平竞争审查6件，未发现含有违反公平竞争内容的情形。")
    assert [f.value for f in found.facts] == [6]


def test_this_year_is_of_what_last_year_was_told(read: Read) -> None:
    found = read("（一）普法。去年发放宣传资料3000份，今年4200份。")
    assert _codes(found)[1] == "publicity.materials_distributed"


def test_all_of_what_is_named_is_that_alone(read: Read) -> None:
    found = read(SAFETY + "排查一般隐患30处、重大隐患5处，一般隐患已整改28处，重大隐患全部整改销号。")
    rectified = [(f.value, f.implied) for f in found.facts if f.indicator == "safety.hazards_rectified"]
    assert rectified == [(28, False), (5, True)]


def test_a_phrase_that_is_wholly_there_decides_over_a_longer_one_in_part(read: Read) -> None:
    found = read(SAFETY + "排查一般隐患30处、重大隐患5处。")
    assert _codes(found) == ["safety.hazards_found"] * 2


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (
            "办理14件人大代表建议、19件政协提案。",
            ["deputies.suggestions_received", "deputies.proposals_received"],
        ),
        ("审查45份合同、23件文件。", ["review.contracts_reviewed", "review.documents_reviewed"]),
        ("11个司法所共审查合同352份。", [None, "review.contracts_reviewed"]),
        ("政协提案共28件已办复27件。", ["deputies.proposals_received", "deputies.proposals_closed"]),
        ("政协提案方面，承办9件，办结8件。", ["deputies.proposals_received", "deputies.proposals_closed"]),
        ("以镇政府名义印发文件64件，其中行政规范性文件2件。", [None, "normative.documents_issued"]),
    ],
)
def test_words_behind_figures_are_of_the_figure_they_follow(read: Read, text: str, codes: list[str | None]) -> None:
    assert _codes(read(f"（一）工作。{text}")) == codes


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("全年审查重大行政决策、规范性文件、合同、会议议题等268件。", "review.reviews_total"),
        ("帮助企业解决用地、用电、融资等困难32个。", "business.problems_answered"),
        ("接待处理群众信访96件（次）。", "petition.petitions_received"),
    ],
)
def test_a_list_of_objects_is_their_whole_and_a_step_stays_a_step(read: Read, text: str, code: str) -> None:
    assert _codes(read(f"（一）工作。{text}")) == [code]


def test_a_bare_verb_takes_its_object_from_the_clause_before(read: Read) -> None:
    found = read("（一）学法。坚持局长办公会前集体学法，全年共组织13次。")
    assert _codes(found) == ["learning.executive_study_sessions"]


def test_parts_are_of_their_wholes_domain(read: Read) -> None:
    found = read("（一）化解矛盾。调处矛盾纠纷329起，土地、邻里、婚姻家庭纠纷分别为136起、118起、75起。")
    assert set(_codes(found)) == {"dispute.disputes_handled"}


def test_a_kind_is_of_its_whole_whatever_it_is_called(read: Read) -> None:
    found = read("（一）优化营商环境。收集企业诉求342个，其中用工类118个、融资类66个、要素保障类94个、其他类64个。")
    assert set(_codes(found)) == {"business.problems_collected"}


def test_the_objects_of_a_list_are_parts_of_its_whole(read: Read) -> None:
    found = read(
        "（一）审查。全年审查重大决策、规范性文件、合同等涉法事项189件。其中，重大行政决策7件，规范性文件15件。"
    )
    assert _codes(found) == ["review.reviews_total", "review.decisions_reviewed", "review.documents_reviewed"]


def test_a_bureau_is_not_all_of_something(read: Read) -> None:
    found = read("（一）执法。全局执法人员62人全部持证上岗。")
    assert [(f.indicator, f.value) for f in found.facts if f.implied] == [("enforcement.officers_certified", 62)]


def test_what_was_spoken_of_sentences_before_yields_to_what_the_sentence_speaks_of(read: Read) -> None:
    text = "（一）服务企业。为66家企业发布招聘公告，提供岗位2410个。组织9家银行开展银企对接活动，85家企业参加。"
    assert _codes(read(text))[-2:] == ["business.bank_matching_banks", "business.bank_matching_enterprises"]
