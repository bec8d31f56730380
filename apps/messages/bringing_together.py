"""What the commands say that run, combine, release and verify a year."""

from __future__ import annotations

SENTENCES: dict[str, tuple[str, str]] = {
    # run
    "run-starts": ("启动本机汇总环境（约 20 秒）…", "starting the embedded runner (about 20 s) …"),
    "run-receive": ("收件", "receiving"),
    "run-read": ("读取报送件", "reading submissions"),
    "run-check": ("校验", "checking"),
    "run-render": ("汇总成文", "consolidating"),
    "run-summary": (
        "{district} {year} 年度：应报 {expected}，已报 {reporting}，缺报 {missing}，暂存 {held}；"
        "问题：错误 {error}，提示 {warning}，备注 {info}；用时 {seconds} 秒",
        "{district} {year}: expected {expected}, reporting {reporting}, missing {missing}, held {held}; findings: "
        "{error} errors, {warning} warnings, {info} notes; {seconds} s",
    ),
    "run-missing": ("　缺报：{units}", "  missing: {units}"),
    "run-held": ("　暂存：{file} — {sentence}（{reason}）", "  held: {file} — {sentence} ({reason})"),
    "run-left": ("　没有理会：{file}", "  left alone: {file}"),
    "run-unopened": ("　没有收进来：{file}", "  not received: {file}"),
    "vintage": (
        "截至 {day}：应报 {expected} 个单位，已报 {reporting} 个；未改动档案\n{file}",
        "as known on {day}: {reporting} of {expected} units had reported; the records are unchanged\n{file}",
    ),
    # combine
    "city-total": ("全市", "city"),
    "reporting-units": ("报告单位", "units"),
    "change": ("同比（可比单位数）", "against last year (units)"),
    "combine-twice": ("辖区和市的代码不能重复：{codes}", "districts and city need codes of their own: {codes}"),
    "combined": (
        "{districts} 个辖区，应报 {expected} 个单位，已报 {reporting} 个；指标 {figures} 项\n{file}",
        "{districts} districts, {reporting} of {expected} units reported; {figures} indicators\n{file}",
    ),
    "run-output": ("　{name}　{path}", "  {name}  {path}"),
    "report.html": ("报告（网页）", "report (HTML)"),
    "report.docx": ("报告（Word）", "report (Word)"),
    "report.pdf": ("报告（PDF）", "report (PDF)"),
    "data.xlsx": ("数据（Excel）", "data (Excel)"),
    "letters": ("退回修改函", "letters"),
    "report-public.html": ("公开版（网页，另有 Word 和 PDF）", "public edition (HTML, with Word and PDF)"),
    "masked.csv": ("公开版遮盖清单，请逐条确认", "what was masked, to be confirmed"),
    "table-checks.html": ("数据表校验", "table checks"),
    # release, verify
    "release-by-whom": ("请用 --by 写明签发人", "say with --by who releases it"),
    "release-nothing": (
        "{district} {year} 年度没有可发布的数据，请先运行 nianbao run",
        "{district} {year}: nothing to release; run “nianbao run” first",
    ),
    "release-pending": (
        "还有 {count} 份报送件没有读取，请先运行 nianbao run",
        "{count} submissions have not been read; run “nianbao run” first",
    ),
    "release-open": (
        "还有 {count} 条错误没有处理；确需发布的，请用 --accept-open 写明理由",
        "{count} errors are open; to release all the same, give the reason with --accept-open",
    ),
    "release-lost": (
        "成果与数据不一致，未发布：{detail}；请把成果文件夹发给维护人员",
        "the outputs do not say what the data say, not released: {detail}; please tell the maintainers",
    ),
    "released": (
        "已封存第 {version} 版（SHA-256 {sha256}）\n{file}",
        "sealed version {version} (SHA-256 {sha256})\n{file}",
    ),
    "released-before": (
        "内容与第 {version} 版相同，未另出新版\n{file}",
        "nothing has changed since version {version}\n{file}",
    ),
    "verify-broken": ("{file}：核验不通过：{detail}", "{file}: does not verify: {detail}"),
    "no-records": ("{home} 里还没有档案", "{home} holds no records yet"),
    "records-verified": ("档案完好：操作日志 {acts} 条，逐条相连", "records verified: {acts} acts in unbroken chains"),
    "records-broken": (
        "档案有 {breaks} 处与操作日志不符，请用备份核对或恢复",
        "the records differ from their log in {breaks} places; compare with a backup or restore it",
    ),
    "verified": (
        "{file}：核验通过。{district} {year} 年度第 {version} 版，{day} 由 {by} 签发；"
        "{reports} 份报告的 {facts} 条数据与原文相符，{figures} 项指标重算无误\nSHA-256 {sha256}",
        "{file}: verified. {district} {year} version {version}, released by {by} on {day}; {facts} facts of {reports} "
        "reports agree with their sentences, {figures} figures were recomputed\nSHA-256 {sha256}",
    ),
    "verified-open": (
        "　发布时有 {count} 条错误未处理，理由：{because}",
        "  released with {count} open errors because: {because}",
    ),
}  # fmt: skip
