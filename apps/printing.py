"""Print tables for a person with rich; what documents say is never taken as markup."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table

if TYPE_CHECKING:
    from apps.session import Session
    from nianbao.checks.finding import Finding
    from nianbao.documents.model import Document, Identity


def console(stderr: bool = False) -> Console:
    """Return the console; piped output is wide, so that no cell is cut."""
    found = Console(stderr=stderr, highlight=False, soft_wrap=False)
    return found if found.is_terminal else Console(stderr=stderr, highlight=False, width=200)


def table(title: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> Table:
    """Return a table whose cells are text as it is."""
    made = Table(title=escape(title), title_justify="left", box=None, pad_edge=False, header_style="bold")
    for head in heads:
        made.add_column(head, overflow="fold")
    for row in rows:
        made.add_row(*(escape(str(cell)) for cell in row))
    return made


def describe(session: Session, document: Document, identity: Identity) -> str:
    """Return the line that says which document this is."""
    unknown = session.say("unknown")
    unit = identity.unit_text or unknown
    if identity.unit:
        unit = f"{unit}（{identity.unit}）"
    pages = len(document.pages) or session.say("none")
    title = " ".join(document.title.split())
    return escape(session.say("document", title=title, unit=unit, year=identity.year or unknown, pages=pages))


def finding_table(session: Session, title: str, findings: Iterable[Finding]) -> Table:
    """Return the table of findings, errors first."""
    from apps.messages.codes import severity_word

    order = {"error": 0, "warning": 1, "info": 2}
    rows = [
        (severity_word(f.severity, session.language), f.unit or session.say("none"), f.rule, f.message, f.quote)
        for f in sorted(findings, key=lambda f: order[f.severity])
    ]
    return table(title, [session.say(head) for head in ("severity", "unit", "rule", "message", "quote")], rows)
