"""Tell by its words what a section reports: results, problems, plans or leadership.

A heading that speaks of problems and plans at once (八、问题和下一步打算) is `problems` until a sentence turns to
what comes next; sections.py finds that turn.
"""

from __future__ import annotations

import re

from nianbao.documents.model import Role
from nianbao.documents.titles import years_named

_NEXT = r"下一?步|下一?阶段|下一年|明年|来年|今后|接下来|努力方向"
_PLANS_ANYWHERE = re.compile(
    rf"(?:{_NEXT})|(?:\d{{4}}|新的?一)年度?(?:的|法治|政府|建设|推进|重点|主要|工作)*(?:打算|计划|思路|安排|目标|怎么干|要点|展望|设想|谋划)"
)
_PLANS_WHOLE = re.compile(
    r"^(?:主要|重点|年度)?(?:工作)?(?:打算|计划|思路|安排|展望|设想|建议)$|(?:工作|的)(?:打算|思路|设想|展望)$"
)
_PROBLEMS = re.compile(
    r"存在.{0,6}(?:问题|不足|短板|困难|差距|弱项)|^(?:主要|突出|当前|目前|面临)?的?(?:问题|不足|短板|困难|差距)(?:之处)?(?:和|与|及|、|$)"
    r"|(?:问题|不足|短板|困难|差距)(?:和|与|及|以及|、)(?:原因|不足|短板|困难|差距|下|今后|\d{4}年|打算)|(?:的|还有)(?:问题|不足|短板|困难|差距|薄弱环节)$|不足之处"
)
_WORKING_ON_THEM = re.compile(r"解决|整改|破解|聚焦|坚持|补齐|化解|排查|导向|攻克|着力|消除|弥补|回应|查摆")
_LEADERSHIP = re.compile(
    r"第一责任人|组织领导|党的领导|领导核心|党政主要负责人|主体责任|党建引领|领导带头|加强党.{0,4}领导"
)
_OTHER = re.compile(r"^(?:附件|附表|附：|附录|名词解释|注释|联系方式|目录|说明|填报说明)")
_TURN = re.compile(rf"(?:{_NEXT}|(?P<year>\d{{4}})年)")


def classify_heading(title: str, report_year: int | None, top: bool) -> Role | None:
    """Return the role that a heading's own words give, None when they give none.

    A heading that names a year later than the report's is about plans: 「（九）2024年怎么干」. Below the top level
    words such as 工作计划 are no sign, for results speak of them too (制定年度工作计划).
    """
    if _OTHER.search(title):
        return "other"
    if is_about_problems(title):
        return "problems"
    if is_about_plans(title, report_year, top):
        return "plans"
    return "leadership" if _LEADERSHIP.search(title) else None


def is_about_problems(title: str) -> bool:
    """Say whether a heading announces what is still lacking, not the work on problems (聚焦突出问题整改)."""
    return bool(_PROBLEMS.search(title)) and not _WORKING_ON_THEM.search(title)


def is_about_plans(title: str, report_year: int | None, top: bool) -> bool:
    """Say whether a heading announces what comes next."""
    later = [year for year in years_named(title) if report_year is not None and year > report_year]
    if later or _PLANS_ANYWHERE.search(title):
        return bool(later) or report_year not in years_named(title)
    return top and bool(_PLANS_WHOLE.search(title))


def turns_to_plans(sentence: str, report_year: int | None) -> bool:
    """Say whether a sentence begins with what comes next: 下一步，… or 2024年，… in a report of 2023."""
    match = _TURN.match(sentence)
    if not match:
        return False
    return match["year"] is None or (report_year is not None and int(match["year"]) > report_year)
