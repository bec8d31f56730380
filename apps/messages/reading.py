"""What the commands say that read and check files, and the heads of all tables."""

from __future__ import annotations

SENTENCES: dict[str, tuple[str, str]] = {
    # heads of tables
    "indicator": ("指标", "indicator"),
    "figure": ("数据", "figure"),
    "kind": ("类别", "kind"),
    "measure": ("表述", "measure"),
    "section": ("位置", "section"),
    "candidates": ("候选指标", "candidates"),
    "unit": ("单位", "unit"),
    "state": ("状态", "state"),
    "file": ("文件", "file"),
    "versions": ("版本", "versions"),
    "received": ("收到时间", "received"),
    "late": ("逾期", "late"),
    "findings": ("问题", "findings"),
    "rule": ("规则", "rule"),
    "severity": ("级别", "severity"),
    "message": ("说明", "message"),
    "quote": ("原文", "quote"),
    "value": ("数值", "value"),
    "page": ("页", "page"),
    "layer": ("层次", "level"),
    "example": ("示例", "example"),
    "check": ("检查项", "check"),
    "result": ("结果", "result"),
    "reason": ("原因", "reason"),
    "receipt": ("回执", "receipt"),
    # extract and check
    "document": (
        "{title}　单位：{unit}　年度：{year}　页数：{pages}",
        "{title}  unit: {unit}  year: {year}  pages: {pages}",
    ),
    "unknown": ("未识别", "unknown"),
    "none": ("—", "—"),
    "facts-of-report": ("已识别的数据", "facts with an indicator"),
    "facts-unmatched": ("未对应指标的数据", "facts without an indicator"),
    "ledger": (
        "数字共 {numerals} 个：{kinds}",
        "{numerals} numerals: {kinds}",
    ),
    "unexplained": ("未解释的数字：{tokens}", "unexplained numerals: {tokens}"),
    "findings-of-file": ("问题 {count} 条", "{count} findings"),
    "no-findings": ("未发现问题", "no findings"),
    "letter-to-nobody": (
        "写退回修改函需要 --district，且文件中能识别出名册里的单位和年度",
        "a letter needs --district, and a file that names a unit of its roster and a year",
    ),
    "no-letter": ("没有错误，不需要退回修改函", "no errors, so no letter is needed"),
    "letter-written": ("退回修改函已写入 {file}", "return letter written to {file}"),
    # submit, status, facts
    "received-new": ("已收到", "received"),
    "received-before": ("此前已收到，未重复登记", "received before; nothing changed"),
    "status-line": (
        "{district} {year} 年度：应报 {expected}，已报 {reporting}，按时 {in_time}，逾期 {late}，缺报 {missing}，"
        "暂存 {held}，退回 {returned}，合格 {accepted}",
        "{district} {year}: expected {expected}, reporting {reporting}, in time {in_time}, late {late}, "
        "missing {missing}, held {held}, returned {returned}, accepted {accepted}",
    ),
    "facts-written": ("{count} 条数据已写入 {file}", "{count} facts written to {file}"),
    "yes": ("是", "yes"),
    "no": ("否", "no"),
    # catalogue
    "catalogue-example": (
        "{code}：例句没有识别出来：{sentence}（识别为 {found}）",
        "{code}: not found in its example: {sentence} (found {found})",
    ),
    "catalogue-near-miss": (
        "{code}：反例被误识别：{sentence}（{found}）",
        "{code}: found in its near miss: {sentence} ({found})",
    ),
    "catalogue-unknown-code": ("{code}：目录中没有这一指标", "{code}: the catalogue has no such indicator"),
    "catalogue-tried": ("试例句 {tried} 条，不符 {missed} 条", "{tried} sentences tried, {missed} misses"),
}  # fmt: skip
