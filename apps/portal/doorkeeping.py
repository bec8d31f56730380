"""Let requests in at one door: whoever is not known gets nowhere but to the few open paths, before a byte is read.

People are known by the session's cookie, scripts by a unit's key; a cookie opens no part of the API, so no page of
another site can make a browser use it.
"""

from __future__ import annotations

from urllib.parse import quote

from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from apps.portal.desk import Desk
from apps.portal.limiting import Rate
from apps.portal.problems import Problem
from nianbao.access.store import SignedIn

HEALTH = "/health"
"""Asked by whoever watches over the service, by whatever name it knows the machine."""
OPEN = frozenset({HEALTH, "/login", "/openapi.json"})
OPEN_FOLDERS = ("/static/", "/language/")
API = "/api/"


def cookie_name(desk: Desk) -> str:
    """Return the name of the session's cookie; over TLS one that no neighbouring host can set."""
    return "__Host-nianbao" if desk.settings.is_secure else "nianbao"


def is_open(path: str) -> bool:
    """Say whether strangers may ask for a path."""
    return path in OPEN or path.startswith(OPEN_FOLDERS)


class Doorkeeper:
    """Finds out who asks, and turns away strangers, other hosts and whoever asks too often."""

    def __init__(self, app: ASGIApp, desk: Desk) -> None:
        self._app, self._desk = app, desk
        self._rate = Rate(desk.settings.requests_per_minute)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request of someone known on, with who it is in its state."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        is_known_host = (request.url.hostname or "").lower() in self._desk.settings.hosts
        if not is_known_host and request.url.path != HEALTH:
            raise Problem(400, "访问地址与门户设置的地址不符，请使用通知中的网址", "this host name is not the portal's")
        known = await self._known(request)
        caller = known.caller.key if known else f"address:{address_of(request)}"
        if request.url.path != HEALTH and not self._rate.allows(caller):
            raise Problem(429)
        scope.setdefault("state", {})["known"] = known
        if known is None and not is_open(request.url.path):
            await stranger(request)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    async def _known(self, request: Request) -> SignedIn | None:
        if request.url.path.startswith(API):
            scheme, _, key = request.headers.get("authorization", "").partition(" ")
            if scheme.lower() != "bearer" or not key.strip():
                return None
            holder = await run_sync(self._desk.access.holder, key.strip())
            return SignedIn(holder, "") if holder else None
        key = request.cookies.get(cookie_name(self._desk), "")
        return await run_sync(self._desk.access.signed_in, key) if key else None


def stranger(request: Request) -> Response:
    """Return what a stranger gets: scripts a problem, people the way to the door."""
    if request.url.path.startswith(API):
        raise Problem(401)
    back = request.url.path if request.method == "GET" else "/"
    query = f"?{request.url.query}" if request.method == "GET" and request.url.query else ""
    return RedirectResponse(f"/login?next={quote(back + query)}", 303)


def address_of(request: Request) -> str:
    """Return the address that a request comes from; behind the proxy, the one that the proxy names."""
    return request.client.host if request.client else "-"
