"""Write the page of all checks, docs/rules.md, from the rules themselves; a test keeps it current.

`python -m expectations.describing` writes it. It stands here because here the domain's rules and the suites meet.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from expectations.suites import load_rules
from nianbao.catalogue import Catalogue, Relation
from nianbao.checks.checking import RuleLine, list_rules
from nianbao.checks.finding import SEVERITY_WORDS
from nianbao.checks.formulas import RELATIONS, parse, written
from nianbao.checks.stating import STATE_NAMES
from nianbao.review.laying import RULES as CORRECTIONS

PAGE = Path(__file__).resolve().parents[1] / "docs" / "rules.md"
LEVELS = {
    0: "文件：报没报、读不读得出",
    1: "一份报告之内",
    2: "与本单位往年报告相比",
    3: "单位之间",
    4: "不同来源之间",
}
HEAD = """# 校验规则 / Checks

<!-- Generated: python -m expectations.describing -->

本页由规则本身生成，`nianbao rules` 列出同样的内容。
**错误**应当更正或说明后重新报送，**提示**请核对说明，**备注**供参考。
规则只指出问题并引用原文，从不改动数字，也不替人选择。能由原文解释的（含上年结转、口径不同、以某数为分母），降为备注或不报；
可能是读错而不是写错的（两数相差三倍以上、原文以文字表述），不报为错误。

A finding keeps its identity from run to run as long as the figures it speaks of stay the same; an answer
(explained, corrected, waived) holds for that identity only and, if so given, only until a day.
"""


def every_rule(catalogue: Catalogue) -> tuple[RuleLine, ...]:
    """Return every check that is made: the domain's, the catalogue's relations, what corrections ask, the suites'."""
    of_frame = (RuleLine(rule.id, rule.level, rule.severity, rule.line, rule.example) for rule in load_rules())
    return (*list_rules(catalogue), *CORRECTIONS, *of_frame)


def rules_page(catalogue: Catalogue) -> str:
    """Return the page as Markdown: rules by level, then the relations, the suites' rules and the value states."""
    relations = {relation.id: relation for relation in catalogue.relations}
    own = [rule for rule in (*list_rules(catalogue), *CORRECTIONS) if rule.id not in relations]
    parts = [HEAD]
    for level, name in LEVELS.items():
        rows = [rule for rule in own if rule.level == level]
        if rows:
            parts.append(f"## {level} {name}\n\n{_table(('规则', '程度', '找什么', '例'), map(_row, rows))}")
    related = (_relation_row(relation, catalogue) for relation in catalogue.relations)
    parts.append(f"## 指标之间的勾稽关系\n\n{_table(('规则', '程度', '应有', '不符时'), related)}")
    framed = [rule for rule in every_rule(catalogue) if rule not in (*list_rules(catalogue), *CORRECTIONS)]
    parts.append(
        "## 全区数据表（Great Expectations）\n\n同一问题已由上面的规则报出的，不再重复。\n\n"
        + _table(("规则", "程度", "找什么", "例"), map(_row, framed))
    )
    states = "\n".join(f"- `{state}` {name}" for state, name in STATE_NAMES.items())
    parts.append(f"## 指标的四种状态\n\n沉默不是零：只有数字0、“无”“未发生”一类的明确表述才是零。\n\n{states}\n")
    return "\n".join(parts)


def write_page(catalogue: Catalogue, page: Path = PAGE) -> None:
    """Write the page as it is checked in."""
    page.write_text(rules_page(catalogue), encoding="utf-8")


def _row(rule: RuleLine) -> tuple[str, ...]:
    return f"`{rule.id}`", SEVERITY_WORDS[rule.severity], rule.line, rule.example


def _relation_row(relation: Relation, catalogue: Catalogue) -> tuple[str, ...]:
    formula = parse(relation.formula)

    def name(code: str) -> str:
        return catalogue.indicators[code].name_zh

    said = f"{written(formula.left, name)} {RELATIONS[formula.relation]} {written(formula.right, name)}"
    return f"`{relation.id}`", SEVERITY_WORDS[relation.severity], said, relation.message_zh


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [heads, tuple("---" for _ in heads), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines) + "\n"


if __name__ == "__main__":
    from nianbao.catalogue import load_catalogue
    from nianbao.places import data_folder

    write_page(load_catalogue(data_folder("catalogue")))
