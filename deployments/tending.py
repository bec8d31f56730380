"""Tend a district while it is served: look at its inbox and its outbox every two seconds.

`nianbao serve` does it itself; beside somebody else's server it is a program: `python -m deployments.tending DISTRICT`.

Whatever goes wrong in one look, the next one comes: a server that is down is waited for, a fault of ours is kept in the
log, and neither ends the service.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from deployments.serve import full_names
from nianbao.district import ConfigurationError
from tasks import clock
from tasks.failures import keep_details
from tasks.orchestrator import UNREACHABLE, connected
from tasks.sending import send_waiting
from tasks.sweeping import said
from tasks.watching import Looked, Watch
from tasks.workplace import Workplace, open_workplace

LOOK_S = 2.0


@dataclass(slots=True)
class Tending:
    """What tends a district; `tell` shows a person one line."""

    district: str
    tell: Callable[[str], None]
    _watch: Watch = field(init=False)
    _home: Path = field(init=False)
    _is_reachable: bool = True
    _fault: str = ""

    def __post_init__(self) -> None:
        """Open the district and make the folder into which this year's reports are put."""
        self._watch, self._home = Watch(self.place), self.place.home
        year = clock.reporting_year(clock.now().date())
        (self.place.inbox / str(year)).mkdir(parents=True, exist_ok=True)

    @property
    def place(self) -> Workplace:
        """Return the district; opened once in a process, and anew when its roster has changed."""
        return open_workplace(self.district)

    def look(self) -> None:
        """Receive what lies still in the inbox, and send what waits."""
        try:
            self._watch.place = self.place
            for line in received(self._watch.look(clock.now())):
                self.tell(line)
            self._send()
            self._fault = ""
        except Exception as error:
            self._complain(error)

    def _complain(self, error: Exception) -> None:
        """Tell of a fault once, not every two seconds."""
        fault = f"{type(error).__name__}：{error}"
        if fault != self._fault:
            said = str(error) if isinstance(error, ConfigurationError) else type(error).__name__
            self.tell(f"本次查看没有完成（{said}），稍后再试；详情见 {keep_details(error, self._home)}")
        self._fault = fault

    def _send(self) -> None:
        place = self.place
        if not place.records.outbox.errands(place.district.code) and not place.records.pending(
            place.district.code, 9999
        ):
            return
        try:
            with connected() as orchestrator:
                sent = send_waiting(place, self.district, orchestrator, clock.now())
        except UNREACHABLE:
            if self._is_reachable:
                self.tell("运行服务暂时没有应答；收到的文件已登记，服务恢复后自动处理")
            self._is_reachable = False
            return
        self._is_reachable = True
        for line in said(sent):
            self.tell(line)


def received(looked: Looked) -> list[str]:
    """Return a line for each file that is new, and for each that cannot be opened."""
    new = [receipt.submission for receipt in looked.receipts if receipt.new]
    lines = [f"收到 {entry.year} 年度 {entry.file}（报送件 {entry.id}）" for entry in new]
    return lines + [f"文件打不开，请检查权限：{line}" for line in looked.unopened]


def close_orphans() -> int:
    """Close the runs that an ended service has left, before the next one starts: no process works on them any more."""
    with connected() as orchestrator:
        return orchestrator.close_orphans(orchestrator.served(full_names()))


def main() -> None:
    """Tend the district of the command line until somebody stops it."""
    tending = Tending(sys.argv[1], lambda line: print(line, flush=True))  # noqa: T201 - a service speaks to its log
    while True:
        tending.look()
        time.sleep(LOOK_S)


if __name__ == "__main__":
    main()
