"""The routes that strangers reach: sign in, health, the description of the API, what pages load, the language."""

from __future__ import annotations

import mimetypes
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from apps.portal.desk import Desk
from apps.portal.doorkeeping import address_of, cookie_name
from apps.portal.pages import assets, inside, render_page
from apps.portal.problems import Problem, Said
from apps.portal.visiting import AnyoneActing, AnyoneLooking, desk_of, is_same_origin
from nianbao.access.keys import is_same, new_key
from nianbao.access.passwords import weakness
from nianbao.access.people import Right
from nianbao.access.store import LONGEST_SESSION, LockedError

router = APIRouter()
DOOR_COOKIE = "nianbao-door"
WRONG = Said("用户名或密码不对", "wrong name or password")
LOCKED = Said(
    "登录失败次数过多，请15分钟后再试，或请管理员重置密码",
    "too many failures; try again in 15 minutes, or ask for a reset",
)
WEAK = {
    "password-length": Said("密码应为10至200个字符", "a password has 10 to 200 characters"),
    "password-name": Said("密码不能含有用户名", "the password must not contain the user's name"),
    "password-common": Said("密码过于简单，请换一个", "the password is too common; choose another"),
}


@router.get("/health", summary="是否正常 / whether all is well", tags=["service"])
def health(request: Request) -> dict[str, str]:
    """Answer whether the portal and its records work."""
    try:
        desk_of(request).access.holder("-")
    except Exception as error:
        raise Problem(503) from error
    return {"status": "ok"}


@router.get("/openapi.json", summary="接口说明 / the description of the API", tags=["service"])
def openapi(request: Request) -> JSONResponse:
    """Return the description of every route."""
    return JSONResponse(request.app.openapi())


@router.get("/static/{name}", summary="页面资源 / what pages load", tags=["service"], responses={404: {}})
def static(name: str) -> Response:
    """Return something that pages load."""
    if name not in assets():
        raise Problem(404)
    content, digest = assets()[name]
    media = mimetypes.guess_type(name)[0] or "text/plain"
    kept = {"Cache-Control": "public, max-age=31536000, immutable", "ETag": f'"{digest}"'}
    return Response(content, media_type=media, headers=kept)


@router.get("/language/{code}", summary="切换语言 / choose the language", tags=["service"], status_code=303)
def language(code: str, next: str = "/") -> RedirectResponse:
    """Keep the language and go back."""
    answer = RedirectResponse(inside(next), 303)
    answer.set_cookie("nianbao-language", "en" if code == "en" else "zh", 31536000, samesite="lax", httponly=True)
    return answer


@router.get("/login", summary="登录页 / the page to sign in", tags=["people"], response_class=HTMLResponse)
def login_page(request: Request, next: str = "/") -> HTMLResponse:
    """Show the form to sign in."""
    return _login_page(request, inside(next), None, 200)


@router.post("/login", summary="登录 / sign in", tags=["people"], status_code=303, response_class=HTMLResponse)
def sign_in(
    request: Request,
    name: Annotated[str, Form(max_length=100)] = "",
    password: Annotated[str, Form(max_length=1000)] = "",
    door: Annotated[str, Form(max_length=100)] = "",
    next: Annotated[str, Form(max_length=1000)] = "/",
) -> Response:
    """Sign in; wrong names and wrong passwords look alike."""
    desk, kept = desk_of(request), request.cookies.get(DOOR_COOKIE, "")
    if not kept or not is_same(door, kept) or not is_same_origin(request):
        return _login_page(
            request, inside(next), Said("页面已过期，请重新登录", "the page has expired; try again"), 403
        )
    try:
        key = desk.access.sign_in(name.strip(), password, address_of(request))
    except LockedError:
        return _login_page(request, inside(next), LOCKED, 429)
    if key is None:
        return _login_page(request, inside(next), WRONG, 401)
    answer = RedirectResponse(inside(next), 303)
    _give_cookie(answer, desk, key, int(LONGEST_SESSION.total_seconds()))
    answer.delete_cookie(DOOR_COOKIE)
    return answer


@router.post("/logout", summary="退出 / sign out", tags=["people"], status_code=303)
def sign_out(request: Request, visitor: AnyoneActing) -> RedirectResponse:
    """Sign out."""
    visitor.desk.access.sign_out(request.cookies.get(cookie_name(visitor.desk), ""))
    answer = RedirectResponse("/login", 303)
    answer.delete_cookie(cookie_name(visitor.desk), secure=visitor.desk.settings.is_secure, httponly=True)
    return answer


@router.get("/", summary="首页 / start", tags=["people"], status_code=303)
def start(visitor: AnyoneLooking) -> RedirectResponse:
    """Lead everyone to where their work is."""
    if visitor.caller.user and visitor.caller.user.must_change:
        return RedirectResponse("/password", 303)
    for right, page in ((Right.SUBMIT, "/my"), (Right.OVERSEE, "/board"), (Right.ADMINISTER, "/people")):
        if right in visitor.caller.rights:
            return RedirectResponse(page, 303)
    raise Problem(403)


@router.get("/password", summary="修改密码页 / the page to change the password", tags=["people"])
def password_page(request: Request, visitor: AnyoneLooking) -> HTMLResponse:
    """Show the form to change one's own password."""
    return render_page(request, "password", visitor, trouble=None)


@router.post("/password", summary="修改密码 / change the password", tags=["people"], status_code=303)
def change_password(
    request: Request,
    visitor: AnyoneActing,
    old: Annotated[str, Form(max_length=1000)] = "",
    new: Annotated[str, Form(max_length=1000)] = "",
    again: Annotated[str, Form(max_length=1000)] = "",
) -> Response:
    """Change one's own password; every session ends, and one signs in anew."""
    user = visitor.caller.user
    if user is None:
        raise Problem(403)
    trouble = None
    if new != again:
        trouble = Said("两次输入的新密码不一致", "the new passwords differ")
    elif new == old:
        trouble = Said("新密码与原密码相同", "the new password is the old one")
    elif weak := weakness(new, user.name):
        trouble = WEAK[weak]
    elif not visitor.desk.access.change_password(user.id, old, new):
        trouble = Said("原密码不对", "the old password is wrong")
    if trouble:
        return render_page(request, "password", visitor, status=422, trouble=trouble)
    return RedirectResponse("/login", 303)


def _login_page(request: Request, next: str, trouble: Said | None, status: int) -> HTMLResponse:
    desk = desk_of(request)
    door = request.cookies.get(DOOR_COOKIE) or new_key()
    is_new = not desk.access.users()
    answer = render_page(request, "login", status=status, door=door, next=next, trouble=trouble, is_new=is_new)
    answer.set_cookie(DOOR_COOKIE, door, 3600, secure=desk.settings.is_secure, httponly=True, samesite="strict")
    return answer


def _give_cookie(answer: Any, desk: Desk, key: str, seconds: int) -> None:
    """Give the session's cookie; Lax, so that a link in a mail finds the reader signed in, and no form does."""
    answer.set_cookie(
        cookie_name(desk), key, seconds, secure=desk.settings.is_secure, httponly=True, samesite="lax", path="/"
    )
