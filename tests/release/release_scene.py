"""Two reports of the year as their units write them, and the office that seals versions of them."""

from __future__ import annotations

from dataclasses import dataclass

from nianbao.catalogue import Catalogue
from nianbao.district import Deadlines, District, Unit
from nianbao.places import data_folder
from nianbao.release.contents import Contents
from nianbao.release.sealing import Occasion, Sealed, seal
from nianbao.release.shelf import Shelf
from nianbao.report.returning import Lost
from nianbao.rollup.consolidating import consolidate

YUNXI = """云溪街道2024年法治政府建设年度报告
一、主要工作
（一）安全生产。全年检查企业210家次，排查安全隐患300余处，整改安全隐患287处，未发生生产安全事故。
（二）矛盾纠纷。调处矛盾纠纷64件，化解矛盾纠纷61件。
二、存在的不足
执法力量不足，居民赵建国（电话13912345678）反映窗口指引不清。
三、下一年工作安排
加强执法培训。
"""
QIAOTOU = """桥头镇2024年法治政府建设年度报告
一、主要工作
（一）安全生产。全年检查企业90家次，排查安全隐患40处，已全部整改完毕。
（二）矛盾纠纷。调处矛盾纠纷31件，化解矛盾纠纷30件。
二、存在的不足
普法形式单一。
"""
DISTRICT = District(
    code="linshan", name="临山区", body="中共临山区委全面依法治区委员会办公室",
    units=(
        Unit(code="yunxi", name="云溪街道", type="街道", aliases=()),
        Unit(code="qiaotou", name="桥头镇", type="镇", aliases=()),
        Unit(code="heshan", name="河山镇", type="镇", aliases=()),
    ),
    deadlines=Deadlines(report="02-15", publish="04-01"),
)  # fmt: skip
OCCASION = Occasion(released_by="签发一", released_on="2025-03-20", accepted_because="", code_version="0.1.0")


@dataclass(frozen=True)
class Office:
    """What seals a version of some readings on one shelf."""

    catalogue: Catalogue
    shelf: Shelf

    def seal(self, contents: Contents, occasion: Occasion = OCCASION) -> Sealed | Lost:
        year = consolidate(
            contents.district, contents.year, contents.corrected, contents.corrected_before, contents.held,
            contents.findings, self.catalogue,
        )  # fmt: skip
        return seal(contents, year, self.catalogue, data_folder("templates"), {}, occasion, self.shelf)
