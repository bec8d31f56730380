"""Serve a district on this machine: a Prefect server with its UI, the deployments, the portal, a watch over the inbox.

SIGINT stops it cleanly. What was received is in the records before any run is asked for, so whatever dies, and
whenever, the next start goes on where it ended.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from dataclasses import dataclass
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from apps.session import Refusal, Session

if TYPE_CHECKING:
    from deployments.local import Children

HOST = "127.0.0.1"
PASSWORD = "PREFECT_SERVER_API_AUTH_STRING"


@dataclass(frozen=True, slots=True)
class Service:
    """What is served, and where it listens."""

    session: Session
    children: Children
    district: str
    host: str
    prefect_port: int
    portal_host: str
    portal_port: int

    def say(self, key: str, **words: object) -> None:
        """Tell the person who started it."""
        self.session.tell(self.session.say(key, **words))

    def failed(self, part: str) -> Refusal:
        """Return the refusal that names the part which did not start or has ended."""
        return self.session.refuse("serve-failed", part=part, log=self.children.file(part))


def serve(
    context: typer.Context,
    district: Annotated[str, typer.Option("--district", help="辖区 / the district")],
    prefect_port: Annotated[
        int, typer.Option("--prefect-port", help="运行界面的端口 / the port of Prefect's UI")
    ] = 4200,
    portal_port: Annotated[int, typer.Option("--portal-port", help="报送门户的端口 / the portal's port")] = 8000,
    host: Annotated[
        str,
        typer.Option("--host", help="监听的地址；不是本机地址时须设密码 / where to listen; a password if not local"),
    ] = HOST,
) -> int:
    """在本机启动运行界面、部署、门户和收件，Ctrl-C 停止 / Prefect server, UI, deployments, portal, inbox."""
    from apps.commands.running import folder_of
    from deployments.address import announced
    from deployments.embedded import embed_service
    from deployments.local import Children, local_url

    session: Session = context.obj
    name = session.district(district).name
    refuse_early(session, host, {"--prefect-port": prefect_port, "--portal-port": portal_port})
    session.records().close()
    # The portal is let out only where its https address is known: otherwise a proxy of this machine stands before it.
    portal_host = host if os.environ.get("NIANBAO_PORTAL_URL") else HOST
    children = Children(session.home / "log")
    served = Service(session, children, folder_of(district), host, prefect_port, portal_host, portal_port)
    api, portal = f"{local_url(host, prefect_port)}/api", local_url(portal_host, portal_port)
    embed_service(session.home, api, os.environ)
    os.environ["NIANBAO_PORTAL"] = portal
    # SIGINT too: a shell lets its background jobs ignore it.
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, interrupted)
    try:
        with announced(session.home, api, district, portal):
            served.say("serve-starts")
            start(served)
            served.say("serve-ready", district=name, runs=api.removesuffix("/api"), log=served.children.log)
            served.say("serve-portal", portal=portal)
            tend(served)
    except KeyboardInterrupt:
        return 0
    finally:
        for ending in (signal.SIGINT, signal.SIGTERM):
            signal.signal(ending, signal.SIG_IGN)
        served.children.stop()
        served.say("serve-stopped")
    return 0


def refuse_early(session: Session, host: str, ports: dict[str, int]) -> None:
    """Refuse what others could reach without a password, and ports that are taken."""
    from deployments.local import is_free, is_local

    if not is_local(host) and ":" not in os.environ.get(PASSWORD, ""):
        raise session.refuse("serve-open", host=host, variable=PASSWORD)
    for option, port in ports.items():
        if not is_free(host, port):
            raise session.refuse("port-taken", port=port, option=option)


def start(served: Service) -> None:
    """Start server and portal, close what an earlier service has left, start the deployments, and read them back."""
    from deployments.bound import adopt_orphans
    from deployments.local import start_deployments, start_portal, start_server

    children = served.children
    adopt_orphans()
    start_server(children, served.host, served.prefect_port, os.environ)
    start_portal(children, served.portal_host, served.portal_port, portal_command(served), os.environ)
    if not children.is_healthy("prefect-server"):
        raise served.failed(children.ended() or "prefect-server")
    close_orphans(served)
    start_deployments(children, served.district, os.environ)
    if not children.is_healthy("portal"):
        raise served.failed(children.ended() or "portal")
    from deployments.reading_back import wait_until_sound

    if (faults := wait_until_sound()) and children.ended():
        raise served.failed("deployments")
    for fault in faults:
        served.session.tell(fault)


def portal_command(served: Service) -> list[str]:
    """Return the command that serves the portal of this home."""
    start = [sys.executable, "-c", "from apps.cli import main; main()", "--home", str(served.session.home)]
    where = ["--district", served.district, "--host", served.portal_host, "--port", str(served.portal_port)]
    return [*start, "portal", "serve", *where]


def close_orphans(served: Service) -> None:
    """Close the runs whose process has gone, and say how many."""
    from deployments.tending import close_orphans as close

    if count := close():
        served.say("serve-orphans", count=count)


def tend(served: Service) -> None:
    """Look at inbox and outbox until somebody stops it; start again what has ended."""
    from deployments.tending import LOOK_S, Tending

    children = served.children
    tending = Tending(served.district, served.session.tell)
    served.say("serve-inbox", inbox=tending.place.inbox)
    while True:
        while (ended := children.ended()) is not None:
            served.say("serve-again", part=ended, log=children.file(ended))
            if ended == "deployments":
                children.end_orphans()
                close_orphans(served)
            if not children.start_again(ended):
                raise served.failed(ended)
        tending.look()
        time.sleep(LOOK_S)


def interrupted(_signal: int, _frame: FrameType | None) -> None:
    """Take a termination for an interrupt from the keyboard."""
    raise KeyboardInterrupt
