"""Decide what a quantity is: a result, a plan, a rule, last year's figure, a change, or no figure of this unit at all.

In the order of STANDARD.md §1; the words that decide are data (catalogue/cues.yml).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from nianbao.documents.model import Role
from nianbao.figures.facts import Kind
from nianbao.figures.measures import Quantity

_FROM = re.compile(r"[离距][^，。；]{1,10}$")
# 协管员1人要负责60余家单位的巡查: how much one has to carry, no result
_LOAD_BEFORE = re.compile(r"[人名](?:要|需|须)(?:负责|承担|对应|面对)[^，。；]{0,6}$")
_LOAD_AFTER = re.compile(r"(?:要|需|须)(?:负责|承担|对应|面对)")
_VILLAGES = re.compile(r"(?:行政村|自然村|村民小组|社区)(?=散落|分布|散布|坐落|组成|沿)")
# 42个村仅有5名…: in what is lacking, the first figure is what it is lacking for
_LACKING = re.compile(r"[一-鿿]{1,8}(?:仅|只)有|[一-鿿]{1,8}[中里][^，。；\d]{1,12}(?:仅|只)有?$")
_CARRIED = re.compile("结转|转来|转入")
_GRANTED = re.compile("资金|补助|奖补|专项|贷款|指标")
# 按规定备案1件: done as the rule says, no rule
_AS_RULED = re.compile(
    r"(?:按照?|依照?|根据|经|履行|对照|落实)[^，。；\d]{0,8}?(?:规定|要求|标准|程序)|法定(?:职责|代表|义务)|未到[^，]{0,4}期限|《[^》]*》"
    # 高标准农田, 国家标准4项: names
    r"|(?:高|国家|行业|地方|团体|企业|国际)标准|标准[化地厂]"
    # 违反管理规定的案件14件, 清理内部规定6件: rules that are dealt with
    r"|(?:违反|清理|废止|修订|修改|制定|出台|起草|学习|宣传|审查|审核|梳理)[^，。；]{0,40}?(?:规定|标准)"
)
# 拟废止8件、已废止6件: what was done ends what is planned
_DONE = re.compile("已|实际")
_EXAMINED = re.compile("审[查核]|把关")
_ONE_CASE = re.compile("(?:该|此|本)(?:起|宗)?案(?:件)?(?![卷例由情])")
# 处二千元以上一万元以下罚款: the range that a law prescribes
_TO_LESS = re.compile(r"及?以上[\d０-９一二三四五六七八九十][^，。；]{0,8}以下")
_FROM_MORE = re.compile(r"[\d０-９一二三四五六七八九十百千万][元日天年倍]以上$")
_SUBJECT = 4
_DESCRIBING = frozenset(("拟", "计划", "预计", "预期"))


class Setting(NamedTuple):
    """Say where a quantity stands: clause, sentence, section's role, and the kind of the figure listed before it."""

    before: str
    after: str
    sentence: str
    role: Role
    year: int | None
    same_list: Kind | None


class Classifier:
    """Decides the kind of a quantity that is not part of a longer string."""

    def __init__(self, cues: dict[str, Any], units: dict[str, Any]) -> None:
        either = _either
        self._durations = frozenset(units["durations"])
        self._duration_context = either(units["duration_context"])
        self._multiples, self._points = frozenset(units["multiples"]), frozenset(units["points"])
        self._weak = frozenset(units["weak_after_one"])
        self._target = either(cues["target_before"])
        self._no_target = either(cues["target_not"])
        self._target_after = tuple(cues["target_after"])
        self._standard = either(cues["standard_before"])
        self._standard_after = tuple(cues["standard_after"])
        self._fact_words = either(cues["fact_words"])
        self._limit = re.compile(r"(?:不少于|不低于|不超过|不多于|至少|不高于|内)?$")
        opening = "|".join(cues["example_opening"][:-1])
        self._example = re.compile(
            rf"(?:^|[。；;\n])[ 　]*(?:{opening})(?!下|期|实|何|此|同|上|果)|[，,：:](?:例如|比如|譬如|如某)"
        )
        self._other_bodies = either(cues["other_bodies"])
        self._standing = either(cues["standing_before"])
        self._standing_after = either(cues["standing_after"])
        previous = "|".join(cues["previous_before"])
        self._previous = re.compile(
            rf"(?:{previous}|(?P<year>(?:19|20)\d\d)年(?:度)?(?!以来|印发|制定|出台))(?:同期|全年)?(?:的|为|仅为|仅|只有|是|共|达|有|达到)?[^，；。结转含底前]{{0,4}}$"
        )
        # 上年受理工单2100件: a clause that opens with last year speaks of it to its end
        self._last_year = re.compile(
            rf"^(?:而|其中|比如)?(?:{previous})(?!.{{0,6}}(?:结转|转来|转入|反馈|遗留|移交|提高|以来))"
        )
        self._from = re.compile(r"(?:由|从|将原(?:有|来)?的?)[^，；。]{0,14}$")
        # 从2021年的46503元和16935元分别提高到58794元: the figures listed between belong to the start as well
        listed = r"(?:[、和及][\d０-９.．,]+[^，；。\d０-９]{0,5}?)*"
        self._to = re.compile(rf"^{listed}[^，；。\d０-９]{{0,8}}(?:" + "|".join(cues["changed_to"]) + ")")
        self._arrived = re.compile(r"(?:" + "|".join(cues["changed_to"]) + r")了?$")
        self._change = re.compile(
            r"(?<!不)(?:" + "|".join(cues["change_before"]) + r")(?:了|约|近|超过|超|达|为|幅度?为|分别|均)*$"
        )
        # 增加3人, 减少2起: with nothing between verb and figure it is a difference whatever it is compared with
        self._alone = re.compile(r"(?:增加|减少|上升|下降|回落|增长|净增|多了|少了)了?$")
        self._compared = either(cues["compared"])

    def classify(self, quantity: Quantity, setting: Setting, han: bool) -> Kind:
        """Return the kind; `han` says that the number is written in Chinese."""
        before, after = setting.before.rstrip(), setting.after
        if han and self._is_a_word(quantity, before, after):
            return "lexical"
        if setting.role == "plans":
            return "target"
        if kind := self._change_kind(quantity, before, after, setting):
            return kind
        if self._is_standard(quantity, before, after):
            return "standard"
        if self._is_target(before, after):
            return "target"
        if self._is_other(quantity, before, after, setting):
            return "other"
        return "actual" if quantity.unit else "unexplained"

    def _is_a_word(self, quantity: Quantity, before: str, after: str) -> bool:
        if quantity.unit == "%":
            return False
        if not quantity.unit or quantity.value is None or quantity.unit in self._multiples:
            return quantity.unit not in self._multiples or not self._change.search(before)
        if quantity.value == 1:
            ends = not after or after[0] in "，。；、,;）)" or after.startswith(("、", "和"))
            return (
                not ends
                or quantity.unit in {"个", "种", "些", "面", "道", "年", "天", "步", "线", "起", "体"}
                or not before
            )
        return quantity.value < 10 and quantity.unit in {
            "级",
            "层",
            "类",
            "面",
            "道",
            "门",
            "体",
            "年",
            "种",
            "方",
            "大",
            "端",
            "位",
            "节",
            "字",
        }

    def _change_kind(self, quantity: Quantity, before: str, after: str, setting: Setting) -> Kind | None:
        if self._from.search(before) and self._to.search(after):
            return "previous"
        if self._arrived.search(before):
            return None
        if setting.same_list in ("change", "previous", "standard") and before.endswith(("、", "和", "及")):
            return setting.same_list
        relative = quantity.unit in ("%", "‰") or quantity.unit in self._points or quantity.unit in self._multiples
        if self._change.search(before) and (relative or self._compared.search(before) or self._alone.search(before)):
            return "target" if self._is_target(before, after) else "change"
        if quantity.unit in self._points:
            return "change"
        if self._last_year.search(before.lstrip()):
            return "previous"
        if (
            (found := self._previous.search(before))
            and not after.startswith("结转")
            and not _CARRIED.search(before[-6:])
        ):
            year = found.group("year")
            if year is None or (setting.year is not None and int(year) < setting.year):
                return "previous"
        return None

    def _is_standard(self, quantity: Quantity, before: str, after: str) -> bool:
        if after.startswith(self._standard_after):
            return True
        if quantity.qualifier == "at_least" and _TO_LESS.match(after):
            return True
        if quantity.qualifier == "at_most" and _FROM_MORE.search(before):
            return True
        if after.startswith(("及以上的", "以上的", "以下的", "及以下的")) and quantity.unit != "%":
            return True
        if quantity.unit in self._durations and after.startswith(("内", "以内", "之内", "的法定", "前")):
            return not self._arrived.search(before)
        if not self._standard.search(_AS_RULED.sub("", before)[-16:]):
            return False
        if self._fact_words.search(before):
            return bool(re.search(r"(?:法定|原则上)[^，]{0,8}$", before))
        return True

    def _is_target(self, before: str, after: str) -> bool:
        if after.startswith(self._target_after):
            return True
        planned = next(reversed([*self._target.finditer(before)]), None)
        if planned is None or self._no_target.search(before) or _DONE.search(before, planned.end()):
            return False
        if planned[0] == "拟" and _EXAMINED.search(before, 0, planned.start()):
            return False  # 审核合同52份、拟印发文件47份
        if planned[0] == "争取" and _GRANTED.search(before, planned.end()):
            return False  # 争取中央资金2350万元: what was won, not what is aimed at
        # 对拟出台的重大决策5项进行审查: what is planned only describes what was done
        return planned[0] not in _DESCRIBING or "的" not in before[planned.end() : planned.end() + 8]

    def _only_describes(self, quantity: Quantity, before: str, after: str) -> bool:
        """Say whether a figure describes the place: 面积12平方公里, 辖9个社区, 离乡政府41公里, 14个行政村散落在山间."""
        if self._standing.search(before) or self._standing_after.match(after) or before.endswith("辖"):
            return True
        if quantity.unit in ("平方公里", "平方千米") or (quantity.unit == "公里" and _FROM.search(before)):
            return True
        if quantity.unit == "岁" and after.startswith(("以上", "以下")):
            return True
        if _LOAD_BEFORE.search(before) or _LOAD_AFTER.match(after):
            return True
        return not before and _VILLAGES.match(after) is not None

    def _is_other(self, quantity: Quantity, before: str, after: str, setting: Setting) -> bool:
        if _ONE_CASE.search(setting.sentence):
            return True  # 该案抓获嫌疑人6人，涉案资金3800万元: all that follows is of one case
        if self._example.search(setting.sentence) or self._other_bodies.search(before + after[:8]):
            return True
        if (
            setting.role == "problems"
            and len(before) < _SUBJECT
            and _LACKING.match(re.split(r"\d", after, maxsplit=1)[0])
        ):
            return True
        if setting.same_list == "other" or self._only_describes(quantity, before, after):
            return True
        return quantity.unit in self._durations and not self._duration_context.search(before)


def _either(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)))
