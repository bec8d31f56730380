"""Serve a district on this machine: a Prefect server with its UI, the deployments, a watch over the inbox.

SIGINT stops it cleanly. What was received is in the records before any run is asked for, so whatever dies, and
whenever, the next start goes on where it ended.
"""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from apps.session import Refusal, Session

if TYPE_CHECKING:
    from deployments.local import Children


def serve(
    context: typer.Context,
    district: Annotated[str, typer.Option("--district", help="辖区 / the district")],
    prefect_port: Annotated[
        int, typer.Option("--prefect-port", help="运行界面的端口 / the port of Prefect's UI")
    ] = 4200,
    portal_port: Annotated[
        int, typer.Option("--portal-port", help="报送门户的端口，门户尚未提供 / the portal's port; there is none yet")
    ] = 8000,
) -> int:
    """在本机启动运行界面、部署和收件，Ctrl-C 停止 / Prefect server, UI, deployments, inbox."""
    from apps.commands.running import folder_of
    from deployments.address import announced
    from deployments.embedded import embed_service
    from deployments.local import Children, is_free

    session: Session = context.obj
    name = session.district(district).name
    session.records().close()
    if not is_free(prefect_port):
        raise session.refuse("port-taken", port=prefect_port)
    api = f"http://127.0.0.1:{prefect_port}/api"
    embed_service(session.home, api, os.environ)
    children = Children(session.home / "log")
    signal.signal(signal.SIGTERM, interrupted)
    try:
        with announced(session.home, api, district):
            session.tell(session.say("serve-starts"))
            start(session, children, prefect_port, folder_of(district))
            session.tell(session.say("serve-ready", district=name, port=prefect_port, log=children.log))
            session.tell(session.say("serve-no-portal", port=portal_port))
            tend(session, children, prefect_port, folder_of(district))
    except KeyboardInterrupt:
        return 0
    finally:
        for ending in (signal.SIGINT, signal.SIGTERM):
            signal.signal(ending, signal.SIG_IGN)
        children.stop()
        session.tell(session.say("serve-stopped"))
    return 0


def start(session: Session, children: Children, port: int, district: str) -> None:
    """Start the server, close what an earlier service has left, start the deployments, and read them back."""
    from deployments.bound import adopt_orphans
    from deployments.local import start_deployments, start_server

    adopt_orphans()
    if not start_server(children, port, os.environ):
        raise failed(session, "Prefect", children.file("prefect-server"))
    close_orphans(session)
    start_deployments(children, district, os.environ)
    from deployments.reading_back import wait_until_sound

    if (faults := wait_until_sound()) and children.ended():
        raise failed(session, "deployments", children.file("deployments"))
    for fault in faults:
        session.tell(fault)


def close_orphans(session: Session) -> None:
    """Close the runs whose process has gone, and say how many."""
    from deployments.tending import close_orphans as close

    if count := close():
        session.tell(session.say("serve-orphans", count=count))


def tend(session: Session, children: Children, port: int, district: str) -> None:
    """Look at inbox and outbox until somebody stops it; start again what has ended."""
    from deployments.local import is_healthy
    from deployments.tending import LOOK_S, Tending

    tending = Tending(district, session.tell)
    session.tell(session.say("serve-inbox", inbox=tending.place.inbox))
    while True:
        while (ended := children.ended()) is not None:
            session.tell(session.say("serve-again", part=ended, log=children.file(ended)))
            if ended == "deployments":
                children.end_orphans()
                close_orphans(session)
            if not children.start_again(ended) or not is_healthy(port, children):
                raise failed(session, ended, children.file(ended))
        tending.look()
        time.sleep(LOOK_S)


def failed(session: Session, part: str, log: Path) -> Refusal:
    """Return the refusal that names the part which did not start or has ended."""
    return session.refuse("serve-failed", part=part, log=log)


def interrupted(_signal: int, _frame: FrameType | None) -> None:
    """Take a termination like an interrupt from the keyboard."""
    raise KeyboardInterrupt
