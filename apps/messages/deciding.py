"""What the commands say by which a person decides."""

from __future__ import annotations

SENTENCES: dict[str, tuple[str, str]] = {
    # inbox
    "year": ("年度", "year"),
    "inbox-empty": ("没有暂存的文件", "no file is held"),
    "inbox-none": (
        "没有“{entry}”这份报送件，请用“nianbao inbox list --all”查看回执号",
        "there is no submission “{entry}”; see “nianbao inbox list --all”",
    ),
    "inbox-several": (
        "“{entry}”不止一份，请改用回执号：{ids}",
        "“{entry}” names several submissions; use the receipt number: {ids}",
    ),
    "inbox-unsigned": ("请用 --by 写明经办人，用 --reason 写明理由", "say with --by who decides and with --reason why"),
    "inbox-unreadable": (
        "{file} 读不出内容（{reason}），放行也不能计入，请单位重新报送",
        "{file} cannot be read ({reason}); ask the unit for another file",
    ),
    "inbox-assigned": (
        "{file}（回执 {id}）已交给{unit}，下次 nianbao run 时读取",
        "{file} (receipt {id}) is given to {unit}; the next run reads it",
    ),
    "inbox-released": (
        "{file}（回执 {id}）已放行，下次 nianbao run 时读取",
        "{file} (receipt {id}) is let through; the next run reads it",
    ),
    "inbox-withdrawn": ("{file}（回执 {id}）已撤回，不再计入", "{file} (receipt {id}) is withdrawn and counts no more"),
    "inbox-accepted": ("{file}（回执 {id}）已认定合格", "{file} (receipt {id}) is accepted"),
    # review
    "before": ("原", "before"),
    "after": ("现", "after"),
    "review-exported": (
        "复核表已写入 {file}：问题 {findings} 条，数据 {figures} 条，未识别数据 {unmatched} 条",
        "review workbook written to {file}: {findings} findings, {figures} figures, {unmatched} without an indicator",
    ),
    "review-imported": (
        "登记更正 {corrections} 条，答复和豁免 {answers} 条，未采用 {refused} 行；汇总数在下次 nianbao run 时更新",
        "{corrections} corrections and {answers} answers kept, {refused} rows refused; totals follow with the next run",
    ),
    "review-tried": (
        "试导入：更正 {corrections} 条，答复和豁免 {answers} 条，不合格 {refused} 行；未登记",
        "dry run: {corrections} corrections, {answers} answers, {refused} rows refused; nothing was kept",
    ),
    "review-changes": ("汇总报告中会变的数", "what the report would say otherwise"),
    "review-no-change": ("汇总报告中的数不变", "the report would say the same"),
    "register-written": ("台账已写入 {file}", "register written to {file}"),
}  # fmt: skip
