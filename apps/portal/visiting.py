"""Say for each route which right it needs; whoever lacks it gets no further. Forms must carry their session's key.

`needs(right)` and `acts(right)` are the dependencies of routes; a test walks all routes and finds none without.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import Depends, Form, Request

from apps.portal.desk import Desk
from apps.portal.problems import Problem
from nianbao.access.keys import is_same
from nianbao.access.people import Caller, Right
from nianbao.records.submission import Submission


@dataclass(frozen=True, slots=True)
class Visitor:
    """Someone known who may do what the route is for, with the desk that serves them."""

    caller: Caller
    csrf: str
    desk: Desk
    language: str

    def may(self, right: Right, unit: str | None = None) -> bool:
        """Say whether the visitor has the right, and where it is about a unit, has it there."""
        return self.caller.may(right, unit)

    def submission(self, submission_id: int, right: Right = Right.READ) -> Submission:
        """Return a submission; what is another unit's or another district's is not there."""
        if not 0 < submission_id < 1 << 63:
            raise Problem(404)
        try:
            found = self.desk.records.submission(submission_id)
        except KeyError:
            raise Problem(404) from None
        if found.district != self.desk.roster.code or not self._may_see(found, right):
            raise Problem(404)
        return found

    def _may_see(self, submission: Submission, right: Right) -> bool:
        if self.caller.unit is None:
            return right in self.caller.rights
        return submission.unit is not None and self.may(right, submission.unit)


Checked = Callable[..., Visitor]


def needs(right: Right | None) -> Any:
    """Return the dependency of a route that only shows; None is for whoever is known."""

    def visitor(request: Request) -> Visitor:
        return _visitor(request, right)

    visitor.right = right  # type: ignore[attr-defined]
    return Depends(visitor)


def acts(right: Right | None) -> Any:
    """Return the dependency of a route that changes something: the form must come from our own page."""

    def visitor(request: Request, csrf: Annotated[str, Form()] = "") -> Visitor:
        found = _visitor(request, right)
        if not found.csrf or not is_same(csrf, found.csrf) or not is_same_origin(request):
            raise Problem(403, "页面已过期或不是从本系统提交，请返回刷新后重试", "the page has expired; reload it")
        return found

    visitor.right = right  # type: ignore[attr-defined]
    return Depends(visitor)


AnyoneLooking = Annotated[Visitor, needs(None)]
AnyoneActing = Annotated[Visitor, acts(None)]
Reader = Annotated[Visitor, needs(Right.READ)]
Submitter = Annotated[Visitor, needs(Right.SUBMIT)]
Submitting = Annotated[Visitor, acts(Right.SUBMIT)]
Answering = Annotated[Visitor, acts(Right.ANSWER)]
Overseer = Annotated[Visitor, needs(Right.OVERSEE)]
Overseeing = Annotated[Visitor, acts(Right.OVERSEE)]
Deciding = Annotated[Visitor, acts(Right.DECIDE)]
Administrator = Annotated[Visitor, needs(Right.ADMINISTER)]
Administering = Annotated[Visitor, acts(Right.ADMINISTER)]
"""What routes take: the name says who comes, -er or -or to look, -ing to change something."""


def is_same_origin(request: Request) -> bool:
    """Say whether a form was sent by our own page, as far as the browser tells."""
    origin = request.headers.get("origin")
    if origin is None:
        return request.headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none")
    return urlsplit(origin).netloc.lower() == request.headers.get("host", "").lower()


def desk_of(request: Request) -> Desk:
    """Return the desk."""
    found: Desk = request.app.state.desk
    return found


def language_of(request: Request) -> str:
    """Return the language that the visitor chose, Chinese by default."""
    return "en" if request.cookies.get("nianbao-language") == "en" else "zh"


def _visitor(request: Request, right: Right | None) -> Visitor:
    known = request.state.known
    if known is None:
        raise Problem(401)
    if right is not None and right not in known.caller.rights:
        raise Problem(403)
    return Visitor(known.caller, known.csrf, desk_of(request), language_of(request))
