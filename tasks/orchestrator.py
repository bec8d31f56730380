"""Ask Prefect's server: for a run, how runs stand, and to close those whose process has gone.

The one module that speaks to the server as a client. Prefect's own client tries again on 429, 502 and 503 and when the
connection fails; what then still fails is an OSError or an httpx error, and whoever asked looks again later.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from httpx import HTTPError
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import GlobalConcurrencyLimitUpdate
from prefect.client.schemas.filters import FlowRunFilter
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.exceptions import ObjectNotFound
from prefect.states import Crashed

UNREACHABLE = (OSError, HTTPError)
"""What asking a server that is down, starting or overloaded ends in."""
PAGE = 200
"""The server gives no more at once."""
LIVE = (StateType.RUNNING, StateType.PENDING, StateType.CANCELLING)
ENDED = (StateType.COMPLETED, StateType.FAILED, StateType.CRASHED, StateType.CANCELLED)


class NotDeployedError(OSError):
    """The server answers, but does not know the deployment yet: it is asked again later, like one that is down."""


@dataclass(frozen=True, slots=True)
class Deployed:
    """A deployment as the server shows it: flow/name, active schedules, triggers, runs that are scheduled."""

    name: str
    crons: tuple[str, ...]
    timezones: tuple[str, ...]
    triggers: int
    scheduled_runs: int


class Orchestrator:
    """A connection to Prefect's server."""

    def __init__(self, client: SyncPrefectClient) -> None:
        self._client = client

    def ask_for_run(self, deployment: str, key: str, parameters: dict[str, Any], tags: Sequence[str] = ()) -> str:
        """Ask for a run of a deployment and return its id; the same key again gives the same run."""
        try:
            found = self._client.read_deployment_by_name(deployment)
        except ObjectNotFound as error:
            raise NotDeployedError(f"{deployment} 尚未部署") from error
        run = self._client.create_flow_run_from_deployment(
            found.id, parameters=parameters, idempotency_key=key, tags=tags
        )
        return str(run.id)

    def dead(self, runs: Iterable[str]) -> set[str]:
        """Return the runs that have ended, and those that the server no longer knows: its database is disposable."""
        asked = sorted(set(runs) - {""})
        living: set[str] = set()
        for at in range(0, len(asked), PAGE):
            chosen = FlowRunFilter.model_validate({"id": {"any_": asked[at : at + PAGE]}})
            for run in self._client.read_flow_runs(flow_run_filter=chosen, limit=PAGE):
                if run.state_type not in ENDED:
                    living.add(str(run.id))
        return set(asked) - living

    def close_orphans(self, deployments: Iterable[UUID]) -> int:
        """Mark the deployments' live runs Crashed, free their slots, and return how many there were.

        Only for whoever knows that no process works on them: at the start of what serves them.
        """
        mine = list(deployments)
        if not mine:
            return 0
        orphans = list(self._live_runs(mine))
        for run in orphans:
            self._client.set_flow_run_state(run.id, Crashed(message="运行进程已不在，由服务启动时关闭"), force=True)
        for limit in self._client.read_global_concurrency_limits(limit=PAGE):
            if limit.active_slots and limit.name.removeprefix("deployment:") in map(str, mine):
                freed = GlobalConcurrencyLimitUpdate(active_slots=0)
                self._client.update_global_concurrency_limit(limit.name, freed)
        return len(orphans)

    def served(self, names: Iterable[str]) -> list[UUID]:
        """Return the ids of the deployments of these names (flow/name) that one process serves, without a work pool."""
        found = []
        for name in names:
            try:
                deployment = self._client.read_deployment_by_name(name)
            except ObjectNotFound:
                continue
            if deployment.work_pool_name is None:
                found.append(deployment.id)
        return found

    def deployed(self) -> tuple[Deployed, ...]:
        """Return the deployments with what starts them."""
        flows = {flow.id: flow.name for flow in self._client.read_flows(limit=PAGE)}
        return tuple(
            Deployed(
                name=f"{flows.get(entry.flow_id, '?')}/{entry.name}",
                crons=tuple(str(getattr(s.schedule, "cron", "")) for s in entry.schedules if s.active),
                timezones=tuple(str(getattr(s.schedule, "timezone", "")) for s in entry.schedules if s.active),
                triggers=len(self._client.read_resource_related_automations(f"prefect.deployment.{entry.id}")),
                scheduled_runs=self._scheduled_runs(entry.id),
            )
            for entry in self._client.read_deployments(limit=PAGE)
        )

    def rename(self, run: str, name: str) -> None:
        """Give a run the name that is known only after it has read what it is about."""
        self._client.update_flow_run(UUID(run), name=name)

    def _scheduled_runs(self, deployment: UUID) -> int:
        chosen = FlowRunFilter.model_validate(
            {"deployment_id": {"any_": [deployment]}, "state": {"type": {"any_": [StateType.SCHEDULED]}}}
        )
        return len(self._client.read_flow_runs(flow_run_filter=chosen, limit=1))

    def _live_runs(self, deployments: list[UUID]) -> Iterator[FlowRun]:
        chosen = FlowRunFilter.model_validate(
            {"deployment_id": {"any_": deployments}, "state": {"type": {"any_": list(LIVE)}}}
        )
        offset = 0
        while page := self._client.read_flow_runs(flow_run_filter=chosen, limit=PAGE, offset=offset):
            yield from page
            offset += len(page)


@contextmanager
def connected() -> Iterator[Orchestrator]:
    """Connect to the server that the environment names."""
    with get_client(sync_client=True) as client:
        yield Orchestrator(client)
