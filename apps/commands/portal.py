"""Serve the portal, make its first administrator, and give a unit a key for its scripts."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

from apps.session import Session

if TYPE_CHECKING:
    from nianbao.access.store import Access

portal = typer.Typer(
    name="portal",
    help="报送门户：启动、管理员、接口密钥 / the portal: serve, administrators, keys",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
District = Annotated[str, typer.Option("--district", help="辖区 / the district")]
MOST_AT_ONCE = 1000
"""Connections; who comes after them is told to come again."""
LOCAL = ("127.0.0.1", "localhost", "::1")


@portal.command("serve")
def serve_portal(
    context: typer.Context,
    district: District,
    port: Annotated[int, typer.Option("--port", help="门户的端口 / the portal's port")] = 8000,
    host: Annotated[str, typer.Option("--host", help="监听的地址 / where to listen")] = "127.0.0.1",
    url: Annotated[
        str, typer.Option("--url", envvar="NIANBAO_PORTAL_URL", help="用户访问的 https 地址 / the address people type")
    ] = "",
) -> int:
    """启动门户；除本机外须经 TLS 反向代理，用 --url 写明地址 / serve the portal, behind TLS for others."""
    import uvicorn

    from apps.commands.running import folder_of
    from apps.portal.app import create_app
    from apps.portal.settings import Settings

    session: Session = context.obj
    if url and not url.startswith("https://"):
        raise session.refuse("portal-needs-tls", url=url)
    if host not in LOCAL and not url:
        raise session.refuse("portal-needs-url", host=host)
    session.district(district)
    session.records().close()
    os.environ["NIANBAO_HOME"] = str(session.home)
    app = create_app(folder_of(district), Settings(url=url, runs=os.environ.get("PREFECT_UI_URL", "")))
    app.state.desk.clear_uploads()
    # Only a proxy on this machine, or one that FORWARDED_ALLOW_IPS names, is believed about who asks.
    uvicorn.run(
        app, host=host, port=port, log_level="warning", server_header=False, proxy_headers=bool(url),
        limit_concurrency=MOST_AT_ONCE,
    )  # fmt: skip
    return 0


@portal.command("token")
def token(
    context: typer.Context,
    district: District,
    unit: Annotated[str, typer.Option("--unit", help="报送单位代码 / the unit's code")],
    by: Annotated[str, typer.Option("--by", help="经办人 / who makes it")] = "nianbao portal token",
) -> int:
    """为单位新建接口密钥，只显示这一次 / make a unit's key and print it, once, as the last word."""
    from apps.commands.submitting import named

    session: Session = context.obj
    roster = session.district(district)
    named(session, roster, unit)
    key = access_of(session, district).make_key(unit, by=by)
    typer.echo(session.say("portal-token", unit=roster.unit(unit).name, token=key))
    return 0


@portal.command("admin")
def admin(
    context: typer.Context,
    district: District,
    name: Annotated[str, typer.Option("--name", help="用户名，小写字母或数字 / the name to sign in with")],
    full_name: Annotated[str, typer.Option("--full-name", help="姓名 / the person's name")] = "",
) -> int:
    """新建管理员，或重置其密码；首次密码只显示这一次，登录后须更改 / make or reset an administrator."""
    from apps.portal.people import NAME
    from nianbao.access.people import Role

    session: Session = context.obj
    roster, name = session.district(district), name.strip().lower()
    if not NAME.match(name):
        raise session.refuse("portal-name", name=name)
    access = access_of(session, district)
    known = {user.name: user for user in access.users()}
    if name in known and known[name].role is not Role.ADMIN:
        raise session.refuse("portal-name-taken", name=name)
    if name in known:
        first = access.reset_password(known[name].id, by="nianbao portal admin")
        access.set_active(known[name].id, True, by="nianbao portal admin")
    else:
        first = access.add_user(name, full_name or name, Role.ADMIN, None, by="nianbao portal admin")
    typer.echo(session.say("portal-admin", district=roster.name, name=name, password=first))
    return 0


def access_of(session: Session, district: str) -> Access:
    """Return the district's people and keys."""
    from nianbao.access.store import Access
    from tasks import clock

    return Access(session.records().engine, session.district(district).code, clock.now)
