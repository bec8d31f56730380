"""One small district for the tests of whole programs: its roster, and the reports that its units hand in."""

from __future__ import annotations

import json
from pathlib import Path

YEAR = 2023
CODE, NAME = "yunxiu", "云岫区"
UNITS = {
    "gaoxin": {"name": "云岫高新技术产业开发区", "type": "开发区", "aliases": ["云岫高新区"]},
    "qiaotou": {"name": "桥头街道办事处", "type": "街道", "aliases": ["桥头街道"]},
    "shihe": {"name": "石禾镇", "type": "镇", "aliases": ["石禾镇人民政府"]},
    "shiqiao": {"name": "石桥镇", "type": "镇", "aliases": []},
}
GAOXIN = """云岫高新区2023年法治政府建设年度报告
2023年，云岫高新区扎实推进法治政府建设。现将有关情况报告如下：
一、主要工作
（一）安全生产。全年检查企业210家次，发现安全隐患64处，整改隐患60处，发放宣传资料300余份。
（二）矛盾纠纷。调处矛盾纠纷12件，全部化解。
二、存在的不足
执法力量不足。
三、下一年工作安排
加强执法培训。
云岫高新技术产业开发区管理委员会
2024年1月10日
"""
QIAOTOU = """桥头街道办事处关于2023年度法治政府建设情况的报告
2023年，桥头街道深入推进依法行政工作。现将有关情况报告如下：
一、主要工作
（一）安全监管。发现安全隐患20处，整改隐患23处。
（二）人民调解。调处矛盾纠纷30件。
二、存在的问题
人员力量不足。
三、下一步工作
继续抓好法治宣传。
桥头街道办事处
2024年1月12日
"""
"""More hazards put right than found: an error."""
SHIHE = """石禾镇2023年法治政府建设年度报告
2023年，石禾镇持续推进法治政府建设。现将有关情况报告如下：
一、主要工作
（一）安全生产。排查安全隐患约50处，检查企业64家次。
（二）法治宣传。开展法治宣传活动18场次。
二、存在的问题
宣传形式单一。
三、下一步打算
丰富宣传形式。
石禾镇人民政府
2024年1月12日
"""


def write_district(folder: Path, *units: str) -> Path:
    """Make the folder of the district whose roster has these units, and return it."""
    content = {
        "code": CODE,
        "name": NAME,
        "body": "中共云岫区委全面依法治区委员会办公室",
        "units": [{"code": unit, **UNITS[unit]} for unit in units],
        "deadlines": {"report": "02-15", "publish": "04-01"},
    }
    folder.mkdir(parents=True)
    (folder / "district.yml").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return folder
