"""Serve a district on this machine: a Prefect server with its UI, and the deployments. SIGINT stops it cleanly."""

from __future__ import annotations

import os
import signal
import time
from types import FrameType
from typing import Annotated

import typer

from apps.session import Refusal, Session


def serve(
    context: typer.Context,
    district: Annotated[str, typer.Option("--district", help="辖区 / the district")],
    prefect_port: Annotated[
        int, typer.Option("--prefect-port", help="运行界面的端口 / the port of Prefect's UI")
    ] = 4200,
) -> int:
    """在本机启动运行界面和部署，Ctrl-C 停止 / Prefect server, UI and deployments on this machine."""
    from apps.commands.running import folder_of
    from deployments.embedded import embed
    from deployments.local import Children, is_free, start_deployments, start_server

    session: Session = context.obj
    roster = session.district(district)
    session.records().close()
    if not is_free(prefect_port):
        raise session.refuse("port-taken", port=prefect_port)
    environment = {**os.environ, "PREFECT_API_URL": f"http://127.0.0.1:{prefect_port}/api"}
    embed(session.home, environment, quiet=False)
    children = Children(session.home / "log")
    signal.signal(signal.SIGTERM, interrupted)
    try:
        session.tell(session.say("serve-starts"))
        if not start_server(children, prefect_port, environment):
            raise failed(session, "Prefect", children.log / "prefect-server.log")
        start_deployments(children, folder_of(district), environment)
        session.tell(session.say("serve-ready", district=roster.name, port=prefect_port, log=children.log))
        while (ended := children.ended()) is None:
            time.sleep(1)
        raise failed(session, ended, children.log / f"{ended}.log")
    except KeyboardInterrupt:
        return 0
    finally:
        children.stop()
        session.tell(session.say("serve-stopped"))


def failed(session: Session, part: str, log: object) -> Refusal:
    """Return the refusal that names the part which did not start or has ended."""
    return session.refuse("serve-failed", part=part, log=log)


def interrupted(_signal: int, _frame: FrameType | None) -> None:
    """Take a termination like an interrupt from the keyboard."""
    raise KeyboardInterrupt
