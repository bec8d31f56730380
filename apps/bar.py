"""Show a run as a progress bar over its submissions."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from apps.printing import console

if TYPE_CHECKING:
    from apps.session import Session
    from tasks.progress import Stage


class Bar:
    """A bar on the terminal's stderr; silent when that is no terminal."""

    def __init__(self, session: Session) -> None:
        self._session = session
        out = console(stderr=True)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self._progress = Progress(*columns, console=out, disable=not out.is_terminal)
        self._tasks: dict[str, TaskID] = {}

    def begin(self, stage: Stage, pieces: int) -> None:
        """Show another stage."""
        self._tasks[stage] = self._progress.add_task(self._session.say(f"run-{stage}"), total=pieces)

    def advance(self, stage: Stage, pieces: int) -> None:
        """Move a stage on."""
        if stage in self._tasks:
            self._progress.advance(self._tasks[stage], pieces)

    def __enter__(self) -> Bar:
        """Start drawing."""
        self._progress.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _tb: TracebackType | None
    ) -> None:
        """Stop drawing."""
        self._progress.stop()
