"""The public edition shows no phone number, no ID number and no private person's name, and no figure changes."""

from __future__ import annotations

import pytest

from nianbao.report.masking import Masker
from nianbao.report.view import ReportView


@pytest.mark.parametrize(
    ("written", "published"),
    [
        ("咨询电话13812345678。", "咨询电话138****5678。"),
        ("身份证号350206199001011234", "身份证号35*************234"),
        ("身份证号35020619900101123X，", "身份证号35*************23X，"),
        ("居民王建国反映路灯不亮", "居民王某反映路灯不亮"),
        ("为农民工李四追回工资", "为农民工李某追回工资"),
        ("当事人陈小明、业主周强的纠纷", "当事人陈某、业主周某的纠纷"),
    ],
)
def test_the_official_masks(written: str, published: str) -> None:
    masker = Masker()
    assert masker.mask(written) == published
    assert masker.found and all(found.before in written for found in masker.found)


@pytest.mark.parametrize(
    "written",
    [
        "涉案金额13812345678元",
        "累计13812345678.5元",
        "投资138亿元",
        "区委书记王建国主持召开常务会",
        "居民王某反映",
        "群众高度满意",
        "职工王家庄社区",
        "当事人和解12件",
        "检查企业13800家次",
    ],
)
def test_what_is_no_private_matter_stays(written: str) -> None:
    masker = Masker()
    assert masker.mask(written) == written
    assert not masker.found


def test_masking_a_view_changes_no_figure(view: ReportView) -> None:
    assert Masker().mask_all(view) == view
