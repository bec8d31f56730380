"""A small district's year, made by hand: two reports, one missing unit, one held file, eight indicators."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from nianbao.catalogue import Catalogue, load_catalogue
from nianbao.checks.finding import Finding
from nianbao.district import Deadlines, District, Unit
from nianbao.documents.model import Document, Heading, Role
from nianbao.figures.facts import Fact
from nianbao.interval import Interval, total
from nianbao.places import data_folder
from nianbao.reading import Reading
from nianbao.report.view import ReportView
from nianbao.report.viewing import ViewBuilder
from nianbao.rollup.consolidation import Change, Consolidation, Figure, HeldFile, UnitValue

GAOXIN = """临泽高新区2024年法治政府建设年度报告
一、主要举措和成效
（一）安全生产监管
全年检查企业126家次，排查安全隐患340余处，整改安全隐患332处，<script>alert(1)</script>未发生生产安全事故。
（二）矛盾纠纷化解
调处矛盾纠纷58件，化解矛盾纠纷54件。
（三）普法宣传
开展普法宣传活动24场，受众约3000人次。
二、存在的问题
一是基层执法力量不足，专业\ufffd人员偏少。
二是普法形式较为单一。
三、下一步工作安排
2025年计划开展普法宣传活动30场，推动隐患整改闭环。
"""
XINQIAO = """新桥街道办事处2024年法治政府建设情况报告
一、主要工作
（一）安全生产
检查企业90家次，排查安全隐患41处，已全部整改完毕，发生生产安全事故0起。
（二）矛盾纠纷
调处矛盾纠纷112件，其中化解矛盾纠纷115件。
（三）普法
=1+1组织普法宣传活动18场，召开法治专题会议4次。
二、不足之处
数字化水平有待提高。
新桥街道办事处
2025年1月20日
附表 主要数据一览
调处矛盾纠纷\t112件
"""
ROLES: dict[str, Role] = {"存在": "problems", "不足": "problems", "下一步": "plans"}


@dataclass(frozen=True)
class Scene:
    """Everything that a report is rendered from."""

    consolidation: Consolidation
    readings: tuple[Reading, ...]
    district: District
    catalogue: Catalogue
    templates: Path

    def view(self) -> ReportView:
        return ViewBuilder(self.consolidation, self.readings, self.district, self.catalogue, self.templates, {}).build()


def document(text: str, sha256: str) -> Document:
    headings, offset = [], 0
    for line in text.splitlines(keepends=True):
        for level, mark in ((1, "、"), (2, "）")):
            number, found, title = line.strip().partition(mark)
            if found and len(number) <= 2 and number.strip("（") in "一二三四":
                role = next((role for word, role in ROLES.items() if word in title), "results")
                shown = number + mark if level == 2 else number
                headings.append(Heading(level, shown, title, role, offset, offset + len(line.rstrip())))
        offset += len(line)
    return Document(sha256=sha256, media="text/plain", text=text, title=text.splitlines()[0], outline=tuple(headings))


class Reader:
    """Makes a reading fact by fact; every span is found in the text, so offsets are true."""

    def __init__(self, unit: str, text: str, sha256: str) -> None:
        self.unit, self.document = unit, document(text, sha256)
        self.facts: list[Fact] = []
        self.values: dict[str, UnitValue] = {}

    def state(self, code: str, quote: str, figure: str, unit: str, low: str, high: str | None = None) -> None:
        at = self.document.text.index(quote) + quote.index(figure)
        high = low if high is None else high
        value = Decimal(low)
        fact = Fact(
            id=f"{self.document.sha256[:8]}-f{len(self.facts) + 1}", start=at, end=at + len(figure), text=figure,
            quote=quote, value=value, low=Decimal(low), high=Decimal(high), unit=unit,
            qualifier="exact" if low == high else "over", kind="actual", measure=quote.split(figure)[0],
            implied=not any(c.isdigit() for c in figure), indicator=code, section="一/（一）", rule="cue", score=0.9,
        )  # fmt: skip
        self.facts.append(fact)
        wording = figure if any(c.isdigit() for c in figure) else f"{low}{unit}"
        self.values[code] = UnitValue(self.unit, value, Interval(Decimal(low), Decimal(high)), wording, (fact.id,))

    def reading(self) -> Reading:
        return Reading(self.unit, 2024, self.document, tuple(self.facts), ())


def gaoxin() -> Reader:
    reader = Reader("gaoxin", GAOXIN, "a" * 64)
    reader.state("safety.inspections", "检查企业126家次", "126家次", "家次", "126")
    reader.state("safety.hazards_found", "排查安全隐患340余处", "340余处", "处", "340", "349")
    reader.state("safety.hazards_rectified", "整改安全隐患332处", "332处", "处", "332")
    reader.state("safety.accidents", "未发生生产安全事故", "未发生", "起", "0")
    reader.state("dispute.disputes_handled", "调处矛盾纠纷58件", "58件", "件", "58")
    reader.state("dispute.disputes_resolved", "化解矛盾纠纷54件", "54件", "件", "54")
    reader.state("publicity.activities", "普法宣传活动24场", "24场", "场", "24")
    reader.state("publicity.audience", "受众约3000人次", "约3000人次", "人次", "2700", "3300")
    return reader


def xinqiao() -> Reader:
    reader = Reader("xinqiao", XINQIAO, "b" * 64)
    reader.state("safety.inspections", "检查企业90家次", "90家次", "家次", "90")
    reader.state("safety.hazards_found", "排查安全隐患41处", "41处", "处", "41")
    reader.state("safety.hazards_rectified", "已全部整改完毕", "全部整改", "处", "41")
    reader.state("safety.accidents", "发生生产安全事故0起", "0起", "起", "0")
    reader.state("dispute.disputes_handled", "调处矛盾纠纷112件", "112件", "件", "112")
    reader.state("dispute.disputes_resolved", "化解矛盾纠纷115件", "115件", "件", "115")
    reader.state("publicity.activities", "=1+1组织普法宣传活动18场", "18场", "场", "18")
    return reader


def figure(code: str, wording: str, values: list[UnitValue], unit: str, change: Change | None = None) -> Figure:
    interval = total(value.interval for value in values)
    value = sum((v.value for v in values if v.value is not None), Decimal(0))
    formula = " ＋ ".join(v.wording for v in values) + f" ＝ {wording}"
    return Figure(code, value, interval, unit, wording, len(values), 3, tuple(values), change, formula)


def rose(before: int, now: int, rate: str, words: str) -> Change:
    trend = "up" if now > before else "down" if now < before else "level"
    return Change(2, Interval.exact(before), Interval.exact(now), Decimal(now - before), Decimal(rate), trend, words)


WORDINGS = {
    "safety.inspections": "216家次", "safety.hazards_found": "380余处", "safety.hazards_rectified": "373处",
    "safety.accidents": "0起", "dispute.disputes_handled": "170件", "dispute.disputes_resolved": "169件",
    "publicity.activities": "42场", "publicity.audience": "约3000人次",
}  # fmt: skip
CHANGES = {
    "safety.inspections": rose(180, 216, "20", "增长20%"),
    "dispute.disputes_handled": rose(200, 170, "-15", "下降15%"),
    "publicity.activities": rose(42, 42, "0", "持平"),
}
FINDINGS = (
    Finding("completeness.missing", 0, "error", "qingshi", "青石镇尚未报送年度报告，请催报"),
    Finding("relation.part_over_whole", 1, "error", "xinqiao", "化解数大于调处数，请核对原始台账",
            "调处矛盾纠纷112件，其中化解矛盾纠纷115件", ("dispute.disputes_handled", "dispute.disputes_resolved"),
            ("bbbbbbbb-f5", "bbbbbbbb-f6")),
    Finding("text.damaged", 1, "warning", "gaoxin", "原文有损坏的字符，请重新导出", "专业\ufffd人员偏少"),
    Finding("required.silent", 1, "info", "gaoxin", "未提及法律顾问人数", "", ("review.legal_advisers",)),
)  # fmt: skip


@cache
def shipped_catalogue() -> Catalogue:
    return load_catalogue(data_folder("catalogue"))


def make_district() -> District:
    return District(
        code="linze", name="临泽示范区", body="中共临泽示范区委全面依法治区委员会办公室",
        units=(
            Unit(code="gaoxin", name="临泽高新技术产业开发区", type="开发区", aliases=("临泽高新区",)),
            Unit(code="xinqiao", name="新桥街道", type="街道"),
            Unit(code="qingshi", name="青石镇", type="镇"),
        ),
        deadlines=Deadlines(report="02-15", publish="04-01"),
    )  # fmt: skip


def make_scene() -> Scene:
    readers = (gaoxin(), xinqiao())
    figures = []
    for code, wording in WORDINGS.items():
        values = [reader.values[code] for reader in readers if code in reader.values]
        unit = shipped_catalogue().indicators[code].unit
        figures.append(figure(code, wording, values, unit, CHANGES.get(code)))
    held = HeldFile("投错/西岭街道.txt", "other-district", "报告单位不在本区名册中，请核对是否投错")
    consolidation = Consolidation(
        "linze", 2024, ("gaoxin", "xinqiao", "qingshi"), ("gaoxin", "xinqiao"), ("qingshi",), (held,), tuple(figures),
        FINDINGS,
    )  # fmt: skip
    readings = tuple(reader.reading() for reader in readers)
    return Scene(consolidation, readings, make_district(), shipped_catalogue(), data_folder("templates"))
