from __future__ import annotations

from collections.abc import Callable

import pytest

from nianbao.figures.facts import Extraction, Kind

Read = Callable[[str], Extraction]


KINDS: list[tuple[str, str, Kind]] = [
    ("全年检查企业127家次。", "127家次", "actual"),
    ("走访企业420家次，较上年的96家次明显增加。", "96家次", "previous"),
    ("满意率由上年的93.2%提高到95.8%。", "93.2%", "previous"),
    ("满意率由上年的93.2%提高到95.8%。", "95.8%", "actual"),
    ("满意度排名较上年前移3位。", "3位", "change"),
    ("接诉1254件，较2023年多出120件。", "120件", "change"),
    ("企业开办用时从3个工作日压到1个工作日。", "3个工作日", "previous"),
    ("近三年处罚案件依次为83件、67件和59件。", "67件", "previous"),
    ("近三年处罚案件依次为83件、67件和59件。", "59件", "actual"),
    ("事故发生率低于省定0.9‰。", "0.9‰", "standard"),
    ("为企业争取中央资金2350万元。", "2350万元", "actual"),
    ("按规定报送备案1件。", "1件", "actual"),
    ("未到整改期限23条。", "23条", "actual"),
    ("败诉率由上年的13.3%降为9.1%。", "9.1%", "actual"),
    ("名单企业由45家扩至68家。", "45家", "previous"),
    ("重新清理了一遍。", "一遍", "lexical"),
    ("工单量同比下降7.5%。", "7.5%", "change"),
    ("化解率提高2.4个百分点。", "2.4个百分点", "change"),
    ("事故起数同比减少3起。", "3起", "change"),
    ("力争全年开展普法活动60场。", "60场", "target"),
    ("超额完成年初确定的30场目标。", "30场", "target"),
    ("完成年度计划的103.5%。", "103.5%", "actual"),
    ("将26项任务分解到各科室。", "26项", "actual"),
    ("答复材料须在10日内提交。", "10日", "standard"),
    ("每名干部年度学法不少于30学时。", "30学时", "standard"),
    ("全体干部年度学法均不少于40学时。", "40学时", "actual"),
    ("与全市平均水平96.4%有差距。", "96.4%", "other"),
    ("如在某厂区搬迁纠纷中，为32名工人兑付补偿。", "32名", "other"),
    ("常住人口9.8万余人。", "9.8万余人", "other"),
    ("按期整改率达98.91。", "98.91", "actual"),
    ("第14个全国防灾减灾日期间。", "第14个", "ordinal"),
    ("云政发〔2024〕11号文件已经印发。", "云政发〔2024〕11号", "docref"),
    ("贯彻《实施纲要（2021—2025年）》。", "2021", "docref"),
    ("详见附件2。", "附件2", "docref"),
    ("表3　根治欠薪情况。", "表3", "docref"),
    ("列席代表3名。", "3名", "actual"),
    ("填报统计表12份。", "12份", "actual"),
    ("落实“132”工作机制。", "132", "slogan"),
    ("受理12345热线工单8件。", "12345", "name"),
    ("实行7×24小时值守。", "7×24小时", "slogan"),
    ("贯彻党的二十大精神。", "二十大", "name"),
    ("进一步完善机制。", "进一步", "lexical"),
    ("一是健全制度。", "一是", "list_number"),
    ("三级巡查体系不断完善。", "三级", "lexical"),
    ("检查企业，2024年3月起开展。", "2024年3月", "date"),
]


@pytest.mark.parametrize(("sentence", "written", "kind"), KINDS)
def test_a_numeral_gets_the_kind_that_its_sentence_gives_it(
    read: Read, sentence: str, written: str, kind: Kind
) -> None:
    kinds = [token.kind for token in read(sentence).tokens if token.text == written]
    assert kinds == [kind]


def test_everything_in_a_section_of_plans_is_a_plan(read: Read) -> None:
    found = read("全年检查企业120家次。\n二、下一步工作计划\n检查企业150家次，培训执法人员200人次。")
    assert [(f.text, f.kind) for f in found.facts] == [
        ("120家次", "actual"), ("150家次", "target"), ("200人次", "target"),
    ]  # fmt: skip


def test_the_second_of_two_changes_is_a_change_too(read: Read) -> None:
    found = read("场次和受众同比分别增长16%、23.5%。")
    assert [f.kind for f in found.facts] == ["change", "change"]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("依法处以2000元以上2万元以下罚款。", ["standard", "standard"]),
        ("每年抽查比例不低于5%。", ["standard"]),
        ("举办模拟执法练兵8场次。", ["actual"]),
        ("查处违反河道管理规定的案件14件。", ["actual"]),
        ("将原有21项检查事项整合为9项。", ["previous", "actual"]),
        ("该案抓获嫌疑人6人，涉案资金380万元。全年抓获嫌疑人52人。", ["other", "other", "actual"]),
        ("检查企业216家次，比去年同期多30家次。", ["actual", "change"]),
    ],
)
def test_words_that_decide_count_only_as_words(read: Read, text: str, kinds: list[str]) -> None:
    assert [f.kind for f in read(f"（三）工作。{text}").facts] == kinds


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("清理文件41件，其中拟废止8件、已废止6件。", ["actual", "target", "actual"]),
        ("审核各类合同52份、拟印发文件47份。", ["actual", "actual"]),
        ("对照上级要求清理规范性文件17件。", ["actual"]),
        ("经法定程序作出决策5项。", ["actual"]),
        ("确保完成培训40场。", ["target"]),
    ],
)
def test_what_was_done_ends_plans_and_rules(read: Read, text: str, kinds: list[str]) -> None:
    assert [f.kind for f in read(f"（三）工作。{text}").facts] == kinds


def test_names_with_standards_letters_and_ones(read: Read) -> None:
    found = read("（三）工作。高标准农田建设等2件重大行政决策。安装反诈APP2.9万余人。排查一件、化解一件、销号一件。")
    assert [(f.kind, f.value) for f in found.facts] == [("actual", 2), ("actual", 29_000)]
