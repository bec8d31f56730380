"""Write reports as units write them, with the figures that they state known beforehand and faults mixed in at a rate.

The same seed gives the same reports. Names are made up; sentences have the genre's shapes: figures in digits and in
Chinese, with 余, totals with parts, last year's figures beside this year's, plans with figures that do not count.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

FIRST, SECOND = "云石青松竹梅兰江湖泉岭沙", "溪岭河湾坪"
NAMES = tuple(f"{first}{second}镇" for first in FIRST for second in SECOND)
FAULTS = ("rectified-above-found", "parts-below-total", "damaged", "no-year", "copied")
CHINESE = "〇一二三四五六七八九"
OPENINGS = (
    "{year}年，{unit}坚持以习近平法治思想为指导，扎实推进法治政府建设。现将有关情况报告如下：",
    "今年以来，{unit}认真落实上级部署，依法行政水平稳步提升。现将{year}年度工作情况报告如下：",
)
FILLERS = (
    "健全议事规则，重大事项坚持集体讨论，推动科学民主依法决策。",
    "完善工作机制，压实各方责任，形成齐抓共管的工作格局。",
    "落实行政执法公示制度、全过程记录制度和法制审核制度，做到公开透明。",
    "主动接受社会监督，畅通群众反映问题的渠道，及时回应关切。",
)


@dataclass(frozen=True, slots=True)
class Report:
    """A report: its text, its unit's number, its year, what it states by indicator, and the fault that it has."""

    text: str
    unit: int
    year: int
    truth: dict[str, str]
    fault: str = ""

    @property
    def file(self) -> str:
        """Return a name for its file."""
        return f"{self.year}{NAMES[self.unit]}年度报告.txt"


@dataclass(slots=True)
class Writer:
    """One report while it is being written."""

    chance: random.Random
    truth: dict[str, str] = field(default_factory=dict)

    def state(self, code: str, low: int, high: int) -> int:
        """Choose a figure and remember it as true."""
        value = self.chance.randint(low, high)
        self.truth[code] = str(value)
        return value

    def safety(self) -> str:
        """Tell of inspections and hazards, last year's beside this year's."""
        checked = self.state("safety.inspections", 60, 900)
        found = self.state("safety.hazards_found", 20, 400)
        rectified = self.state("safety.hazards_rectified", 10, found)
        last = self.chance.randint(50, 800)
        return f"全年检查企业{checked}家次，上年为{last}家次。排查安全隐患{found}处，整改安全隐患{rectified}处。"

    def disputes(self) -> str:
        """Tell of disputes, taken up and settled."""
        taken = self.state("dispute.disputes_handled", 20, 300)
        settled = self.state("dispute.disputes_resolved", 10, taken)
        return f"调处矛盾纠纷{taken}件，成功化解矛盾纠纷{settled}件。"

    def teaching(self) -> str:
        """Tell of events and leaflets, some of them rounded down."""
        events = self.state("publicity.activities", 5, 99)
        leaflets = self.chance.randint(3, 40) * 100
        self.truth["publicity.materials_distributed"] = str(leaflets)
        return f"开展法治宣传活动{events}场次，发放宣传资料{leaflets}余份。"

    def learning(self) -> str:
        """Tell of lectures, in Chinese figures; two of them are 两次, for 二次 is the second time."""
        times = self.state("learning.executive_study_sessions", 2, 9)
        return f"组织党政领导班子学法{'两' if times == 2 else CHINESE[times]}次。"


SECTIONS: tuple[tuple[str, Callable[[Writer], str]], ...] = (
    ("安全生产", Writer.safety),
    ("矛盾纠纷化解", Writer.disputes),
    ("法治宣传", Writer.teaching),
    ("学法用法", Writer.learning),
)


def write_report(unit: int, year: int, seed: int, fault_rate: float = 0.0, length: int = 3) -> Report:
    """Return the report of a unit and year; `length` is how many further sentences each section has."""
    chance = random.Random(f"{seed}/{unit}/{year}")
    writer = Writer(chance)
    name = NAMES[unit]
    lines = [
        f"{name}{year}年法治政府建设年度报告",
        chance.choice(OPENINGS).format(unit=name, year=year),
        "一、主要工作",
    ]
    for number, (title, told) in enumerate(chance.sample(SECTIONS, len(SECTIONS))):
        filler = "".join(chance.choices(FILLERS, k=length))
        lines.append(f"（{CHINESE[number + 1]}）{title}。{filler}{told(writer)}")
    lines += [
        "二、存在的问题",
        "执法力量还不充足，普法形式还不丰富。",
        "三、下一年工作打算",
        f"计划开展培训{chance.randint(2, 12)}次，力争隐患整改率达到100%。",
        f"{name}人民政府",
        f"{year + 1}年1月{chance.randint(3, 28)}日",
    ]
    report = Report("\n".join(lines) + "\n", unit, year, writer.truth)
    return with_fault(report, chance.choice(FAULTS), chance) if chance.random() < fault_rate else report


def with_fault(report: Report, fault: str, chance: random.Random) -> Report:
    """Return the report with one fault, as offices make them."""
    text, truth = report.text, dict(report.truth)
    if fault == "rectified-above-found":
        wrong = str(int(truth["safety.hazards_found"]) + chance.randint(1, 9))
        text = text.replace(f"整改安全隐患{truth['safety.hazards_rectified']}处", f"整改安全隐患{wrong}处")
        truth["safety.hazards_rectified"] = wrong
    elif fault == "parts-below-total":
        total = int(truth["dispute.disputes_handled"])
        text = text.replace(
            f"调处矛盾纠纷{total}件", f"调处矛盾纠纷{total}件，其中邻里纠纷{total // 2}件、婚姻家庭纠纷{total // 3}件"
        )
    elif fault == "damaged":
        at = text.index("现将")
        text = text[:at] + "\ufffd\ufffd" + text[at + 2 :]
    elif fault == "no-year":
        text = text.replace(f"{report.year}年法治政府建设", "法治政府建设", 1)
    elif fault == "copied":
        other = NAMES[(report.unit + 1) % len(NAMES)]
        text = text.replace("二、存在的问题", f"（五）其他。{other}持续优化营商环境。\n二、存在的问题", 1)
    return Report(text, report.unit, report.year, truth, fault)


def reports(count: int, last_year: int, seed: int, fault_rate: float = 0.0, units: int = 60) -> Iterator[Report]:
    """Yield so many reports: all units of the last year, then of the years before it, then all once more as drafts."""
    for number in range(count):
        round_, unit = divmod(number, units)
        draft, back = divmod(round_, 20)
        yield write_report(unit, last_year - back, seed + draft, fault_rate)
