"""Name in words the codes of the closed lists: states, severities, kinds of numerals, acts of the log."""

from __future__ import annotations

from apps.messages.saying import LANGUAGES, Language

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
ACTS: dict[str, tuple[str, str]] = {
    "receive": ("收件", "receive"),
    "hold": ("暂存", "hold"),
    "record": ("入库", "record"),
    "supersede": ("取代", "supersede"),
    "assign": ("指定单位", "assign"),
    "release": ("放行", "release"),
    "withdraw": ("撤回", "withdraw"),
    "accept": ("认定合格", "accept"),
    "correct": ("更正", "correct"),
    "answer": ("答复", "answer"),
    "seal": ("封存", "seal"),
    "return": ("退回", "return"),
    "comment": ("批注", "comment"),
    "propose": ("单位答复", "propose"),
    "decide": ("审核答复", "decide"),
    "approve": ("成文审签", "approve"),
    "user": ("账号", "user"),
    "token": ("接口密钥", "token"),
    "sign-in": ("登录", "sign-in"),
    "sign-out": ("退出", "sign-out"),
    "lock": ("登录锁定", "lock"),
}
KINDS: dict[str, str] = {
    "actual": "结果", "target": "目标", "standard": "标准", "previous": "上年", "change": "增减", "other": "其他",
    "duplicate": "重复", "date": "日期", "period": "时段", "ordinal": "序数", "docref": "文号", "name": "名称",
    "slogan": "口号", "list_number": "编号", "lexical": "固定词", "unexplained": "未解释",
}  # fmt: skip


def state_word(state: str, language: Language) -> str:
    """Return a submission's state in words."""
    return STATES[state][LANGUAGES.index(language)]


def severity_word(severity: str, language: Language) -> str:
    """Return a finding's severity in words."""
    return SEVERITIES[severity][LANGUAGES.index(language)]


def kind_word(kind: str, language: Language) -> str:
    """Return a numeral's kind in words; in English the contract's own code."""
    return KINDS[kind] if language == "zh" else kind


def act_word(act: str, language: Language) -> str:
    """Return an act of the log in words."""
    return ACTS[act][LANGUAGES.index(language)]
