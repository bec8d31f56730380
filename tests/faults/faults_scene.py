"""A tiny district with three reports, the runs of its year, undisturbed or killed or starved, and what they leave."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from faults_program import DAY, YEAR

from nianbao.records.store import Records

RESULTS = ("data.json", "facts.csv", "findings.csv")
"""What carries no clock time: the same inputs give the same bytes."""
REPORTS = {
    "坪水开发区": """坪水经济开发区2023年法治政府建设年度报告
2023年，坪水经济开发区扎实推进法治政府建设。现将有关情况报告如下：
一、主要工作
（一）安全生产。全年检查企业186家次，发现安全隐患72处，整改隐患70处，发放宣传资料400余份。
（二）矛盾纠纷。调处矛盾纠纷15件，全部化解。
二、存在的不足
执法力量不足。
三、下一年工作安排
加强执法培训。
坪水经济开发区管理委员会
2024年1月9日
""",
    "南阁街道": """南阁街道办事处关于2023年度法治政府建设情况的报告
2023年，南阁街道深入推进依法行政工作。现将有关情况报告如下：
一、主要工作
（一）安全监管。发现安全隐患31处，整改隐患33处。
（二）人民调解。调处矛盾纠纷28件。
二、存在的问题
人员力量不足。
三、下一步工作
继续抓好法治宣传。
南阁街道办事处
2024年1月11日
""",
    "栗坡镇": """栗坡镇2023年法治政府建设年度报告
2023年，栗坡镇持续推进法治政府建设。现将有关情况报告如下：
一、主要工作
（一）安全生产。排查安全隐患约50处，检查企业64家次。
（二）法治宣传。开展法治宣传活动18场次。
二、存在的问题
宣传形式单一。
三、下一步打算
丰富宣传形式。
栗坡镇人民政府
2024年1月12日
""",
}
SECOND_VERSION = REPORTS["栗坡镇"].replace("64家次", "66家次")
DISTRICT = {
    "code": "pingshui",
    "name": "坪水区",
    "body": "中共坪水区委全面依法治区委员会办公室",
    "units": [
        {"code": "kaifaqu", "name": "坪水经济开发区", "type": "开发区", "aliases": ["坪水开发区"]},
        {"code": "nange", "name": "南阁街道办事处", "type": "街道", "aliases": ["南阁街道"]},
        {"code": "lipo", "name": "栗坡镇", "type": "镇", "aliases": ["栗坡镇人民政府"]},
        {"code": "shiqiao", "name": "石桥镇", "type": "镇", "aliases": []},
    ],
    "deadlines": {"report": "02-15", "publish": "04-01"},
}


@dataclass(frozen=True)
class Scene:
    """A folder with a district, an inbox, and the home and outputs of its runs."""

    folder: Path

    @classmethod
    def laid_out(cls, folder: Path) -> Scene:
        scene = cls(folder)
        for name in ("district", "inbox"):
            (folder / name).mkdir(parents=True)
        (scene.district / "district.yml").write_text(json.dumps(DISTRICT, ensure_ascii=False), encoding="utf-8")
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

    def faults(self, versions: int = 1) -> list[str]:
        """Return what is wrong when all is over; so many `versions` of 栗坡镇 were handed in."""
        with Records.open(None, self.home) as records:
            found = [*records.verify_audit()]
            submissions = records.submissions("pingshui", YEAR)
            found += [f"lost bytes: {entry.file}" for entry in records.lost()]
            acts = Counter((entry.act, entry.subject) for entry in records.audit_log("pingshui"))
        expected = {"kaifaqu": 1, "nange": 1, "lipo": versions}
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
