"""Write datapackage.json: what stands in each column of the tables, and the bytes and hash of each (Data Package v1).

Whoever gets the tables alone can read and check them; the catalogue's version says what its codes mean.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from nianbao.catalogue import Catalogue
from nianbao.district import District
from nianbao.report.tables import FACT_COLUMNS, FINDING_COLUMNS
from nianbao.rollup.consolidation import Consolidation

_NUMBERS = frozenset({"value", "low", "high", "score"})
_INTEGERS = frozenset({"year", "page", "start", "end", "level"})
_DATES = frozenset({"period_start", "period_end"})
_YES_NO = frozenset({"counted", "implied"})
_KEYS = frozenset({"id", "rule", "kind", "severity", "state", "sha256"})
TITLES: dict[str, str] = {
    "id": "编号", "unit": "单位代码", "unit_name": "单位名称", "year": "报告年度", "indicator": "指标代码",
    "indicator_name": "指标名称", "counted": "是否计入汇总", "kind": "类别", "implied": "是否由文字结论得出",
    "value": "数值（基本单位，不含万、亿；金额为元，比率为百分数）", "low": "下限，空为不限", "high": "上限，空为不限",
    "measure_unit": "原文量词", "qualifier": "确切程度", "measure": "原文表述", "also": "同时说明的指标",
    "item": "分项", "period_start": "时段起", "period_end": "时段止", "part_of": "所属合计的编号",
    "rate_of": "比率的对象",
    "section": "章节", "page": "页", "start": "在正文中的起点（码位）", "end": "在正文中的终点（码位，不含）",
    "text": "原文数字", "quote": "原文语句", "rule": "规则", "score": "匹配得分", "sha256": "原件的SHA-256",
    "level": "校验层次", "severity": "级别", "state": "状态", "indicators": "涉及的指标代码", "facts": "涉及的数据编号",
    "message": "问题和处理要求",
}  # fmt: skip
_LISTED: dict[str, tuple[str, ...]] = {
    "kind": ("actual", "target", "standard", "previous", "change", "other", "duplicate"),
    "qualifier": ("exact", "over", "about", "at_least", "at_most"),
    "severity": ("error", "warning", "info"),
    "state": ("open", "explained", "corrected", "waived"),
}


def datapackage_json(
    consolidation: Consolidation, district: District, catalogue: Catalogue, facts: Path, findings: Path, data: Path
) -> bytes:
    """Return the description of the three data files, which must have been written."""
    name = f"{consolidation.district}-{consolidation.year}"
    package: dict[str, Any] = {
        "profile": "data-package",
        "name": name,
        "title": f"{district.name}{consolidation.year}年法治政府建设年度报告数据",
        "version": catalogue.version,
        "catalogue": {"version": catalogue.version, "digest": catalogue.digest},
        "resources": [
            {**_resource(facts, "各单位报告中的每一个数据"), **_table(FACT_COLUMNS, "id")},
            {**_resource(findings, "核校发现的问题"), **_table(FINDING_COLUMNS, "id")},
            {**_resource(data, "汇总数据"), "format": "json", "mediatype": "application/json"},
        ],
        "indicators": [
            {"code": entry.code, "title": entry.name_zh, "unit": entry.unit, "description": entry.definition_zh}
            for entry in (catalogue.indicators[figure.code] for figure in consolidation.figures)
        ],
    }
    return (json.dumps(package, ensure_ascii=False, indent=1) + "\n").encode()


def _resource(path: Path, title: str) -> dict[str, Any]:
    content = path.read_bytes()
    return {
        "name": path.stem,
        "path": path.name,
        "title": title,
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
    }


def _table(columns: Sequence[str], key: str) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "header": True},
        "schema": {"fields": [_field(column) for column in columns], "primaryKey": key, "missingValues": [""]},
    }


def _field(column: str) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column, "type": _type(column), "title": TITLES[column]}
    if column in _YES_NO:
        field |= {"trueValues": ["yes"], "falseValues": ["no"]}
    constraints: dict[str, Any] = {"required": True} if column in _KEYS else {}
    if column in _LISTED:
        constraints["enum"] = list(_LISTED[column])
    return field | ({"constraints": constraints} if constraints else {})


def _type(column: str) -> str:
    if column in _NUMBERS:
        return "number"
    if column in _INTEGERS:
        return "integer"
    if column in _YES_NO:
        return "boolean"
    return "date" if column in _DATES else "string"
