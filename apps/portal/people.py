"""The administrator's pages: people, the units' keys, and the log of acts."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse

from apps.portal.pages import render_page
from apps.portal.problems import Problem, Said
from apps.portal.results import Id
from apps.portal.visiting import Administering, Administrator, Visitor
from nianbao.access.people import Role
from nianbao.access.store import NameTakenError

router = APIRouter(tags=["administration"])
NAME = re.compile(r"^[a-z0-9][a-z0-9._-]{1,39}$")
ACTS_ON_A_PAGE = 200


@router.get("/people", summary="账号与密钥 / people and keys", response_class=HTMLResponse)
def people_page(request: Request, visitor: Administrator) -> HTMLResponse:
    """Show everyone who may sign in, and the units' keys."""
    return _people_page(request, visitor)


@router.post("/people", summary="新建账号 / add a person", response_class=HTMLResponse)
def add(
    request: Request,
    visitor: Administering,
    role: Annotated[Role, Form()],
    name: Annotated[str, Form(max_length=40)] = "",
    full_name: Annotated[str, Form(max_length=40)] = "",
    unit: Annotated[str, Form(max_length=100)] = "",
) -> HTMLResponse:
    """Add a person and show the first password, this once."""
    name, full_name = name.strip().lower(), full_name.strip()
    if not NAME.match(name) or not full_name:
        trouble = Said("用户名应为2至40位小写字母或数字，并须填写姓名", "a name has 2 to 40 small letters or digits")
        return _people_page(request, visitor, trouble=trouble, status=422)
    if (role is Role.UNIT) != (unit in {known.code for known in visitor.desk.roster.units}):
        trouble = Said("报送员须选择单位，区里的人员不选单位", "a unit's person needs a unit, the district's none")
        return _people_page(request, visitor, trouble=trouble, status=422)
    try:
        first = visitor.desk.access.add_user(name, full_name, role, unit or None, by=visitor.caller.shown)
    except NameTakenError:
        trouble = Said("已有这个用户名，请换一个", "this name is taken")
        return _people_page(request, visitor, trouble=trouble, status=409)
    return _people_page(request, visitor, once=(name, first))


@router.post("/people/{id}/reset", summary="重置密码 / give a first password again", response_class=HTMLResponse)
def reset(request: Request, visitor: Administering, id: Id) -> HTMLResponse:
    """Give a person a first password again, and show it this once."""
    names = {user.id: user.name for user in visitor.desk.access.users()}
    if id not in names:
        raise Problem(404)
    return _people_page(
        request, visitor, once=(names[id], visitor.desk.access.reset_password(id, by=visitor.caller.shown))
    )


@router.post("/people/{id}/active", summary="停用或恢复 / let in or no longer", status_code=303)
def activate(visitor: Administering, id: Id, active: Annotated[bool, Form()] = False) -> RedirectResponse:
    """Let a person in, or no longer; nobody shuts themselves out."""
    if visitor.caller.user and visitor.caller.user.id == id:
        raise Problem(409, "不能停用自己的账号", "you cannot deactivate yourself")
    try:
        visitor.desk.access.set_active(id, active, by=visitor.caller.shown)
    except KeyError:
        raise Problem(404) from None
    return RedirectResponse("/people", 303)


@router.post("/keys", summary="新建接口密钥 / make a unit's key", response_class=HTMLResponse)
def make_key(request: Request, visitor: Administering, unit: Annotated[str, Form(max_length=100)] = "") -> HTMLResponse:
    """Make a unit's key and show it this once."""
    if unit not in {known.code for known in visitor.desk.roster.units}:
        raise Problem(422, "请选择名册中的单位", "choose a unit of the roster")
    return _people_page(request, visitor, once=(unit, visitor.desk.access.make_key(unit, by=visitor.caller.shown)))


@router.post("/keys/{id}/revoke", summary="作废接口密钥 / revoke a key", status_code=303)
def revoke_key(visitor: Administering, id: Id) -> RedirectResponse:
    """Make a key useless."""
    try:
        visitor.desk.access.revoke_key(id, by=visitor.caller.shown)
    except KeyError:
        raise Problem(404) from None
    return RedirectResponse("/people", 303)


@router.get("/log", summary="操作日志 / the log of acts", response_class=HTMLResponse)
def log_page(
    request: Request, visitor: Administrator, before: Annotated[int | None, Query(ge=1, le=2**53)] = None
) -> HTMLResponse:
    """Show the log, the newest act first."""
    acts = visitor.desk.records.audit_log(visitor.desk.roster.code)
    older = [act for act in acts if before is None or act.position < before]
    shown = list(reversed(older[-ACTS_ON_A_PAGE:]))
    return render_page(
        request, "log", visitor, acts=shown, more=shown[-1].position if len(older) > len(shown) else None
    )


def _people_page(
    request: Request,
    visitor: Visitor,
    *,
    status: int = 200,
    once: tuple[str, str] | None = None,
    trouble: Said | None = None,
) -> HTMLResponse:
    access = visitor.desk.access
    return render_page(
        request, "people", visitor, status=status, users=access.users(), keys=access.keys(), once=once,
        trouble=trouble, Role=Role, units=visitor.desk.roster.units,
    )  # fmt: skip
