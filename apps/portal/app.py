"""Put the portal together."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from apps.portal import api, board, decisions, door, figures, mine, people, report, results
from apps.portal.desk import Desk
from apps.portal.doorkeeping import API, Doorkeeper
from apps.portal.headers import SecurityHeaders
from apps.portal.limiting import BodyLimit
from apps.portal.pages import render_page
from apps.portal.problems import Problem, Said, problem_json, words_of
from apps.portal.settings import Settings
from nianbao import __version__
from tasks.failures import keep_details

UPLOADS = frozenset({"/my/submissions", "/my/check", "/api/v1/submissions"})
DESCRIPTION = (
    "报送单位用脚本报送报告、查询状态、问题和数据；页面的路由也列于此。 / For scripts of units; pages are listed too."
)


def create_app(district: str, settings: Settings | None = None) -> FastAPI:
    """Return the portal of a district, by folder or name, over the home that NIANBAO_HOME names."""
    desk = Desk(district, settings or Settings())
    app = FastAPI(
        title="年报报送门户 nianbao portal", version=__version__, description=DESCRIPTION,
        docs_url=None, redoc_url=None, openapi_url=None, separate_input_output_schemas=False,
    )  # fmt: skip
    app.state.desk = desk
    for part in (door, mine, results, board, decisions, figures, report, people, api):
        app.include_router(part.router)
    app.add_exception_handler(HTTPException, answer_problem)
    app.add_exception_handler(RequestValidationError, answer_problem)
    # The last one added is the outermost.
    app.add_middleware(BodyLimit, uploads=UPLOADS)
    app.add_middleware(Doorkeeper, desk=desk)
    app.add_middleware(Answering)
    app.add_middleware(SecurityHeaders, is_secure=desk.settings.is_secure)
    return app


class Answering:
    """Turns what goes wrong outside the routes into an answer; a fault of ours is kept in the log and not shown."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        has_begun = False

        async def watched(message: Message) -> None:
            nonlocal has_begun
            has_begun = has_begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception as error:
            if has_begun:
                raise
            request = Request(scope, receive)
            await answer_problem(request, error)(scope, receive, send)


def answer_problem(request: Request, error: Any) -> Response:
    """Return the answer to something that went wrong, as a problem to scripts and as a page to people."""
    status, said, code = 500, words_of(500), ""
    if isinstance(error, Problem):
        status, said, code = error.status_code, error.said, error.code
    elif isinstance(error, HTTPException):
        status, said = error.status_code, words_of(error.status_code)
    elif isinstance(error, RequestValidationError):
        status, said = 422, _of_validation(error)
    else:
        keep_details(error, request.app.state.desk.place.home)
    headers = getattr(error, "headers", None) or {}
    if request.url.path.startswith(API):
        answer = problem_json(status, said, code)
    else:
        answer = render_page(request, "problem", None, status=status, code=status, said=said)
    answer.headers.update(headers)
    return answer


def _of_validation(error: RequestValidationError) -> Said:
    fields = "、".join(dict.fromkeys(str(each["loc"][-1]) for each in error.errors()))
    return Said(f"填写的内容有误：{fields}", f"wrong or missing: {fields}")
