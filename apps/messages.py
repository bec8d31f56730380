"""Keep the words that the command line says, in Chinese and English; Chinese is what a clerk sees.

The domain's own sentences (findings, reasons) come from the domain; here stands only what frames them.
"""

from __future__ import annotations

from typing import Literal, get_args

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

WORDS: dict[str, tuple[str, str]] = {
    # errors, one line each
    "usage": ("用法有误：{detail}（“nianbao --help”列出全部用法）", "wrong usage: {detail} (see “nianbao --help”)"),
    "internal": (
        "程序内部错误：{detail}；详情见 {log}，请把该文件发给维护人员",
        "internal failure: {detail}; details are in {log}, please send that file to the maintainers",
    ),
    "path": ("{file} 不能读写：{detail}，请核对路径和权限", "{file} cannot be used: {detail}; check path and rights"),
    "disk-full": (
        "磁盘空间不足，没有做完；请清理 {home} 和成果文件夹所在的磁盘，再运行一次，已收的文件不会丢失",
        "the disk is full; make room where {home} and the outputs are, and run it again: nothing received is lost",
    ),
    "stopped": ("已中止", "stopped"),
    "no-file": ("{file}：没有这个文件，请核对路径", "{file}: there is no such file; check the path"),
    "is-folder": ("{file}：是文件夹，请给出文件", "{file}: this is a folder; name a file"),
    "no-folder": ("{file}：没有这个文件夹，请核对路径", "{file}: there is no such folder; check the path"),
    "refused": ("{file}：{sentence}（{reason}）", "{file}: {sentence} ({reason})"),
    "unit-not-in-roster": (
        "{district} 名册中没有单位代码“{unit}”；可用的代码：{codes}",
        "the roster of {district} has no unit “{unit}”; it has {codes}",
    ),
    "no-home": ("{home} 不能写入，请换一个 --home", "{home} cannot be written; choose another --home"),
    "no-out": ("{file} 不能写入，请换一个 --out", "{file} cannot be written; choose another --out"),
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
    "act-receive": ("收件", "receive"),
    "act-hold": ("暂存", "hold"),
    "act-record": ("入库", "record"),
    "act-supersede": ("取代", "supersede"),
    "act-assign": ("指定单位", "assign"),
    "act-release": ("放行", "release"),
    "act-withdraw": ("撤回", "withdraw"),
    "act-accept": ("认定合格", "accept"),
    "act-correct": ("更正", "correct"),
    "act-answer": ("答复", "answer"),
    "act-seal": ("封存", "seal"),
    "act-return": ("退回", "return"),
    "act-comment": ("批注", "comment"),
    "act-propose": ("单位答复", "propose"),
    "act-decide": ("审核答复", "decide"),
    "act-approve": ("成文审签", "approve"),
    "act-user": ("账号", "user"),
    "act-token": ("接口密钥", "token"),
    "act-sign-in": ("登录", "sign-in"),
    "act-sign-out": ("退出", "sign-out"),
    "act-lock": ("登录锁定", "lock"),
    # serve
    "serve-starts": ("启动服务（约 30 秒）…", "starting (about 30 s) …"),
    "serve-ready": (
        "{district} 已就绪。运行界面 {runs}　日志 {log}　按 Ctrl-C 停止",
        "{district} is served. Runs: {runs}  logs: {log}  Ctrl-C stops",
    ),
    "serve-inbox": (
        "收件文件夹 {inbox}：把报告放进年度子文件夹即可",
        "inbox {inbox}: drop reports into a year's folder",
    ),
    "serve-portal": ("报送门户 {portal}", "portal {portal}"),
    "serve-open": (
        "监听 {host} 时别的机器也能访问，须先设密码：环境变量 {variable}=用户名:密码",
        "others can reach {host}: set a password first, {variable}=name:password",
    ),
    "serve-orphans": ("关闭上次中断遗留的运行 {count} 个，未完成的报送件将重新处理", "closed {count} orphan runs"),
    "serve-again": ("{part} 意外结束，正在重新启动；详情见 {log}", "{part} has ended and is started again; see {log}"),
    "serve-failed": ("{part} 没有启动，详情见 {log}", "{part} did not start; see {log}"),
    "serve-stopped": ("已停止", "stopped"),
    "port-taken": (
        "端口 {port} 已被占用，请换一个 {option}",
        "port {port} is taken; choose another {option}",
    ),
    # portal
    "portal-token": (
        "{unit}的接口密钥，只显示这一次，请妥善保管：\n{token}",
        "the key of {unit}; it is shown this once:\n{token}",
    ),
    "portal-admin": (
        "{district}的管理员 {name}。首次密码只显示这一次，登录后须更改：\n{password}",
        "administrator {name} of {district}; first password, shown this once, to be changed at once:\n{password}",
    ),
    "portal-name": (
        "用户名“{name}”应为2至40位小写字母、数字、点、横线，以字母或数字开头",
        "“{name}” should be 2 to 40 small letters, digits, dots or dashes",
    ),
    "portal-name-taken": (
        "用户名“{name}”已由他人使用，请换一个",
        "the name “{name}” is somebody else's; choose another",
    ),
    "portal-needs-tls": (
        "--url 应为 https:// 开头的地址，现为 {url}；密码和报告不能明文传输",
        "--url must begin with https://, not {url}",
    ),
    "portal-needs-url": (
        "监听 {host} 时须经 TLS 反向代理，并用 --url 写明用户访问的 https 地址",
        "to listen on {host}, put a proxy with TLS in front and name its address with --url",
    ),
    # backup and restore
    "backup-done": (
        "已备份到 {folder}：文件库 {files} 个文件，其中新增 {new} 个",
        "backed up to {folder}: {files} files of the vault, {new} of them new",
    ),
    "backup-postgresql": (
        "档案在 PostgreSQL 中，未包含在内：请先用 pg_dump 备份数据库，再运行本命令",
        "the records are in PostgreSQL and not part of it: run pg_dump first, then this command",
    ),
    "restore-done": ("已恢复到 {folder}：文件库 {files} 个文件", "restored into {folder}: {files} files of the vault"),
    "restore-lost": ("备份中缺少 {file} 的原件（{sha256}）", "the bytes of {file} are not in the copy ({sha256})"),
    "copy-damaged": ("文件库中 {sha256} 的内容已损坏，请找出该报告重新报送", "{sha256} of the vault is damaged"),
    # doctor
    "doctor-good": ("安装完好", "the installation is sound"),
    "doctor-bad": ("有 {count} 处需要处理", "{count} things need attention"),
}  # fmt: skip

STATES: dict[str, tuple[str, str]] = {
    "missing": ("缺报", "missing"),
    "received": ("已收到", "received"),
    "held": ("暂存待处理", "held"),
    "checked": ("已校验", "checked"),
    "returned": ("退回修改", "returned"),
    "accepted": ("合格", "accepted"),
    "superseded": ("已被新版本取代", "superseded"),
    "withdrawn": ("已撤回", "withdrawn"),
}
SEVERITIES: dict[str, tuple[str, str]] = {
    "error": ("错误", "error"),
    "warning": ("提示", "warning"),
    "info": ("备注", "note"),
}
KINDS: dict[str, str] = {
    "actual": "结果", "target": "目标", "standard": "标准", "previous": "上年", "change": "增减", "other": "其他",
    "duplicate": "重复", "date": "日期", "period": "时段", "ordinal": "序数", "docref": "文号", "name": "名称",
    "slogan": "口号", "list_number": "编号", "lexical": "固定词", "unexplained": "未解释",
}  # fmt: skip


def say(key: str, language: Language, **words: object) -> str:
    """Return the sentence of `key` in the language, its gaps filled."""
    return WORDS[key][LANGUAGES.index(language)].format(**words)


def state_word(state: str, language: Language) -> str:
    """Return a submission's state in words."""
    return STATES[state][LANGUAGES.index(language)]


def severity_word(severity: str, language: Language) -> str:
    """Return a finding's severity in words."""
    return SEVERITIES[severity][LANGUAGES.index(language)]


def kind_word(kind: str, language: Language) -> str:
    """Return a numeral's kind in words; in English the contract's own code."""
    return KINDS[kind] if language == "zh" else kind
