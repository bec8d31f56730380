"""Name every reason for which a file is refused or held, and say in one sentence what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """The closed list of reason codes; scripts rely on the words."""

    ENCRYPTED = "encrypted"
    EMPTY = "empty"
    UNREADABLE = "unreadable"
    TOO_LARGE = "too-large"
    TOO_MANY_PAGES = "too-many-pages"
    TIMEOUT = "timeout"
    MEMORY = "memory"
    NOT_A_REPORT = "not-a-report"
    UNKNOWN_FORMAT = "unknown-format"
    UNIT_UNKNOWN = "unit-unknown"
    UNIT_CONFLICT = "unit-conflict"
    YEAR_UNKNOWN = "year-unknown"
    YEAR_CONFLICT = "year-conflict"
    OTHER_DISTRICT = "other-district"
    DUPLICATE_OF_OTHER_UNIT = "duplicate-of-other-unit"


@dataclass(frozen=True, slots=True)
class Rejection:
    """A file that could not be read or may not be counted: an expected outcome, so a value and no exception."""

    reason: Reason
    detail: str = ""

    def sentence(self, language: str = "zh") -> str:
        """Return one line that says what is wrong and what to do, in Chinese or English."""
        words = SENTENCES[self.reason][0 if language == "zh" else 1]
        if not self.detail:
            return words
        return f"{words}（{self.detail}）" if language == "zh" else f"{words} ({self.detail})"


SENTENCES: dict[Reason, tuple[str, str]] = {
    Reason.ENCRYPTED: (
        "文件已加密，请取消打开密码后重新报送",
        "the file is encrypted; remove the password and send it again",
    ),
    Reason.EMPTY: ("文件是空的，请重新导出后报送", "the file is empty; export it again and send it"),
    Reason.UNREADABLE: (
        "文件已损坏或没有可读的文字，请重新导出为PDF、Word或文本后报送",
        "the file is damaged or holds no readable text; export it again as PDF, Word or text",
    ),
    Reason.TOO_LARGE: (
        "文件超过大小上限，请压缩图片或拆分后报送",
        "the file is too large; compress its pictures or split it",
    ),
    Reason.TOO_MANY_PAGES: ("页数超过上限，请只报送报告正文", "the file has too many pages; send the report alone"),
    Reason.TIMEOUT: (
        "读取超时，文件可能有问题，请重新导出为PDF后报送",
        "reading took too long; export the file again as PDF",
    ),
    Reason.MEMORY: (
        "读取时内存超限，文件可能有问题，请重新导出为PDF后报送",
        "reading needed too much memory; export the file again as PDF",
    ),
    Reason.NOT_A_REPORT: (
        "不像法治政府建设年度报告，请核对是否放错文件",
        "this does not look like a yearly rule-of-law report; check the file",
    ),
    Reason.UNKNOWN_FORMAT: (
        "不支持的文件格式，请另存为PDF、Word（.docx）或文本后报送",
        "this format cannot be read; save it as PDF, Word (.docx) or text",
    ),
    Reason.UNIT_UNKNOWN: (
        "看不出是哪个单位的报告，请用“nianbao inbox assign”指定单位",
        "no unit of the roster is named; assign the file to a unit",
    ),
    Reason.UNIT_CONFLICT: (
        "标题、正文或落款中的单位不一致，请人工确认",
        "title, text and signature name different units; a person must decide",
    ),
    Reason.YEAR_UNKNOWN: (
        "看不出是哪一年度的报告，请人工确认",
        "the reporting year is not stated; a person must decide",
    ),
    Reason.YEAR_CONFLICT: ("报告年度与应报年度不一致，请核对", "the report is of another year than the one asked for"),
    Reason.OTHER_DISTRICT: ("报告单位不在本区名册中，请核对是否投错", "the reporting unit belongs to another district"),
    Reason.DUPLICATE_OF_OTHER_UNIT: (
        "与另一单位报送的文件完全相同，请核对",
        "the same file was received from another unit",
    ),
}
