"""Find pages whose text was read but cannot be trusted: damaged layers, lines out of order, figures run together."""

from __future__ import annotations

from collections.abc import Iterator

from nianbao.checks.rules import Claim, Subject, rule
from nianbao.documents.model import Page

MOST_QUOTED = 5
LEAST_GRADE = 0.9
"""Below it a page is doubted; pages with single lost characters, which are quoted one by one, lie above."""


@rule("page_doubt", level=1, severity="warning", line="有的页文字不可信，页上的数字要对照原件")
def doubtful_pages(subject: Subject) -> Iterator[Claim]:
    """Find pages of a low grade, and say how many figures of the report stand on them.

    「第2页：文字顺序可能错乱」: a newspaper's columns whose lines cannot be told apart.
    """
    for page in subject.reading.document.pages:
        if 0 < page.grade < LEAST_GRADE and page.doubts:
            facts = tuple(fact for fact in subject.reading.facts if page.start <= fact.start < page.end)
            message = f"第{page.number}页{'，'.join(page.doubts)}，页上的{len(facts)}项数据请对照原件核对"
            yield Claim(message, facts[:MOST_QUOTED], quote=None if facts else _opening(subject, page))


def _opening(subject: Subject, page: Page) -> str:
    return subject.reading.document.text[page.start : min(page.end, page.start + 40)].strip()
