"""Choose what runs a flow's small tasks: threads of its own process, or a Dask cluster for a backfill of thousands.

NIANBAO_TASKS=dask starts a cluster of one process for each processor; dask:tcp://HOST:PORT uses one that runs.
"""

from __future__ import annotations

import os
from typing import Any

from prefect.task_runners import ThreadPoolTaskRunner

from nianbao.district import ConfigurationError

THREADS = 4


def task_runner(wanted: str | None = None) -> Any:
    """Return the runner that the environment names; threads when it names none.

    Raises ConfigurationError when it names what is not known or not installed.
    """
    name, _, address = (wanted if wanted is not None else os.environ.get("NIANBAO_TASKS", "")).partition(":")
    if name in ("", "threads"):
        return ThreadPoolTaskRunner(max_workers=THREADS)
    if name != "dask":
        raise ConfigurationError(f"NIANBAO_TASKS 应为 threads、dask 或 dask:tcp://主机:端口，现为“{name}”")
    try:
        from prefect_dask.task_runners import DaskTaskRunner
    except ImportError as error:
        raise ConfigurationError("用 Dask 运行须安装 nianbao[dask]，或取消 NIANBAO_TASKS") from error
    if address:
        return DaskTaskRunner(address=address)
    # Processes of one thread each: reading is Python, and threads of one process share one processor.
    workers = {"n_workers": os.cpu_count() or 1, "threads_per_worker": 1, "dashboard_address": None}
    return DaskTaskRunner(cluster_kwargs=workers)
