"""A tiny district with three reports, the runs of its year, undisturbed or killed or starved, and what they leave."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from district_scene import CODE, GAOXIN, QIAOTOU, SHIHE, write_district
from faults_program import DAY, YEAR

from nianbao.records.store import Records

RESULTS = ("data.json", "facts.csv", "findings.csv")
"""What carries no clock time: the same inputs give the same bytes."""
REPORTS = {"高新区": GAOXIN, "桥头街道": QIAOTOU, "石禾镇": SHIHE}
SECOND_VERSION = SHIHE.replace("64家次", "66家次")
LONG = pytest.mark.skipif("NIANBAO_FAULTS" not in os.environ, reason="the long matrix: make faults")


@dataclass(frozen=True)
class Scene:
    """A folder with a district, an inbox, and the home and outputs of its runs."""

    folder: Path

    @classmethod
    def laid_out(cls, folder: Path) -> Scene:
        scene = cls(folder)
        write_district(scene.district, "gaoxin", "qiaotou", "shihe", "shiqiao")
        (folder / "inbox").mkdir()
        for name, text in REPORTS.items():
            scene.hand_in(name, text)
        return scene

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def out(self) -> Path:
        return self.folder / "out"

    @property
    def district(self) -> Path:
        return self.folder / "district"

    def hand_in(self, name: str, text: str) -> Path:
        file = self.folder / "inbox" / f"{name}.txt"
        file.write_text(text, encoding="utf-8")
        return file

    def result(self) -> dict[str, bytes]:
        """Return the outputs that must be the same whatever happened on the way."""
        return {name: (self.out / name).read_bytes() for name in RESULTS}

    def said(self) -> str:
        """Return what the runs said on stderr."""
        said = self.folder / "stderr.txt"
        return said.read_text(encoding="utf-8") if said.is_file() else ""

    def faults(self, versions: int = 1, database: str | None = None) -> list[str]:
        """Return what is wrong when all is over; so many `versions` of 石禾镇 were handed in."""
        with Records.open(database, self.home) as records:
            found = [*records.verify_audit()]
            submissions = records.submissions(CODE, YEAR)
            found += [f"lost bytes: {entry.file}" for entry in records.lost()]
            acts = Counter((entry.act, entry.subject) for entry in records.audit_log(CODE))
        expected = {"gaoxin": 1, "qiaotou": 1, "shihe": versions}
        recorded = Counter(entry.unit for entry in submissions if entry.version)
        found += [f"versions: {dict(recorded)}"] if recorded != expected else []
        found += [f"submissions: {len(submissions)}"] if len(submissions) != sum(expected.values()) else []
        found += [f"twice: {act}" for act, times in acts.items() if times > 1 and act[0] in ("receive", "supersede")]
        found += [f"half a file: {file}" for file in self.out.rglob(".*.part")]
        return found


@dataclass(frozen=True)
class Programs:
    """The program that runs years, by the process that has imported everything."""

    process: subprocess.Popen[str]

    @classmethod
    def started(cls) -> Programs:
        script = Path(__file__).with_name("faults_program.py")
        return cls(subprocess.Popen([sys.executable, script], stdin=-1, stdout=-1, text=True))

    def run(
        self,
        *scenes: Scene,
        fail: str = "",
        day: date = DAY,
        command: tuple[str, ...] = (),
        environment: dict[str, str] | None = None,
    ) -> list[int]:
        """Run the year of each scene, or a command, all at the same moment, and return how each of them ended."""
        environment = {"NIANBAO_FAILPOINT": fail, **(environment or {})}
        wanted = [
            {"folder": str(scene.folder), "environment": environment, "day": day.isoformat(), "command": command}
            for scene in scenes
        ]
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps(wanted) + "\n")
        self.process.stdin.flush()
        ended: list[int] = json.loads(self.process.stdout.readline())
        return ended

    def stop(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait()
