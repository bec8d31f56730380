"""Examine a Prefect server and what it serves, over its API: Prefect itself takes seconds to import.

Whether it answers, whether its scheduler is alive, and whether runs are shown as running that nobody works on.
"""

from __future__ import annotations

import base64
import json
import os
import urllib.error
import urllib.request
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any

from apps.answer import Answer
from deployments.address import read_address

TIMEOUT_S = 5
LONGEST_RUN = timedelta(hours=2)
"""No report takes so long to read and no district to consolidate."""


def examine_service(home: Path) -> tuple[Answer, ...]:
    """Return the answers about the server that the environment or the home names; one when there is none to look at."""
    address = read_address(home)
    url = os.environ.get("PREFECT_API_URL") or (address.api if address else "")
    if not url:
        return (Answer("Prefect", True, "内置运行，不需要服务"),)
    if address and not address.is_alive and address.api == url:
        said = "上次服务没有正常结束；请重新运行 nianbao serve，中断的运行会自动关闭，未完成的报送件会补做"
        return (Answer("Prefect", False, said),)
    server = prefect_server(url)
    seen = (server, scheduler(url), orphans(url)) if server.good else (server,)
    return (*seen, portal(address.portal)) if address and address.portal and address.api == url else seen


def portal(url: str) -> Answer:
    """Examine whether the portal answers."""
    try:
        with urllib.request.urlopen(f"{url}/health", timeout=TIMEOUT_S) as answer:
            answer.read()
    except (OSError, ValueError) as error:
        return Answer("门户", False, f"{url} 没有应答（{error}），请查看 HOME/log/portal.log，必要时重启 nianbao serve")
    return Answer("门户", True, f"{url} 正常")


def prefect_server(url: str) -> Answer:
    """Examine whether the server answers."""
    try:
        with urllib.request.urlopen(f"{url.rstrip('/')}/health", timeout=TIMEOUT_S) as answer:
            answer.read()
    except (OSError, ValueError) as error:
        reason = error.reason if isinstance(error, urllib.error.URLError) else error
        return Answer("Prefect", False, f"{url} 没有应答（{reason}），请启动服务，或取消 PREFECT_API_URL 改用内置运行")
    return Answer("Prefect", True, f"服务 {url} 正常")


def scheduler(url: str) -> Answer:
    """Examine whether each deployment with a daily or more frequent schedule has its next run."""
    try:
        deployed = ask(url, "deployments", {})
        waiting = ask(url, "flow_runs", {"flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}}})
    except (OSError, ValueError) as error:
        return Answer("调度器", False, f"读不出部署（{error}），请查看服务日志")
    due = {run["deployment_id"] for run in waiting}
    dead = [entry["name"] for entry in deployed if not entry["paused"] and is_daily(entry) and entry["id"] not in due]
    if dead:
        said = f"部署 {'、'.join(dead)} 没有排出下一次运行：调度器没有工作，请运行 make setup 重装锁定的版本并重启服务"
        return Answer("调度器", False, said)
    return Answer("调度器", True, f"部署 {len(deployed)} 个，已排运行 {len(waiting)} 个")


def orphans(url: str) -> Answer:
    """Examine whether runs are shown as running for longer than any run lasts."""
    running = {"flow_runs": {"state": {"type": {"any_": ["RUNNING", "PENDING", "CANCELLING"]}}}}
    try:
        runs = ask(url, "flow_runs", running)
    except (OSError, ValueError) as error:
        return Answer("运行", False, f"读不出运行（{error}），请查看服务日志")
    limit = datetime.now(UTC) - LONGEST_RUN
    old = [run["name"] for run in runs if (began := run["start_time"]) and datetime.fromisoformat(began) < limit]
    if old:
        said = f"{'、'.join(old[:5])} 等 {len(old)} 个运行早已中断却仍显示运行中，请重启 nianbao serve，它会关闭它们"
        return Answer("运行", False, said)
    return Answer("运行", True, f"正在运行 {len(runs)} 个")


def is_daily(deployment: dict[str, Any]) -> bool:
    """Say whether an active schedule of the deployment runs each day or more often."""
    crons = [entry["schedule"].get("cron") or "" for entry in deployment["schedules"] if entry["active"]]
    return any(cron.split()[2:] == ["*", "*", "*"] for cron in crons)


def ask(url: str, what: str, wanted: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what the server lists."""
    body = json.dumps({**wanted, "limit": 200}).encode()
    heads = {"Content-Type": "application/json"}
    if password := os.environ.get("PREFECT_API_AUTH_STRING") or os.environ.get("PREFECT_SERVER_API_AUTH_STRING"):
        heads["Authorization"] = f"Basic {base64.b64encode(password.encode()).decode()}"
    try:
        with urllib.request.urlopen(
            urllib.request.Request(f"{url.rstrip('/')}/{what}/filter", body, heads), timeout=TIMEOUT_S
        ) as answer:
            found: list[dict[str, Any]] = json.load(answer)
    except urllib.error.HTTPError as error:
        if error.code == HTTPStatus.UNAUTHORIZED:
            raise ValueError("服务设有密码，请设 PREFECT_API_AUTH_STRING=用户名:密码") from error
        raise
    return found
