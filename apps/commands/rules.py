"""List every check, the catalogue's relations among them, with an example each."""

from __future__ import annotations

import json
from dataclasses import astuple
from typing import Annotated

import typer

from apps.session import Session


def rules(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON / print JSON")] = False,
) -> int:
    """列出全部校验规则 / list the checks."""
    from apps.messages.codes import severity_word
    from apps.printing import console, table
    from expectations.describing import every_rule

    session: Session = context.obj
    known = [astuple(rule) for rule in every_rule(session.catalogue())]
    if as_json:
        keys = ("id", "level", "severity", "message", "example")
        typer.echo(json.dumps([dict(zip(keys, rule, strict=True)) for rule in known], ensure_ascii=False))
        return 0
    heads = [session.say(head) for head in ("rule", "layer", "severity", "message", "example")]
    rows = [(name, at, severity_word(grave, session.language), line, said) for name, at, grave, line, said in known]
    console().print(table(session.say("rule"), heads, rows))
    return 0
