"""What is answered when something is wrong: to scripts a problem of RFC 9457, to people a page in their language."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

PROBLEM = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence in Chinese and in English."""

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        """Return the sentence in one of the two."""
        return self.en if language == "en" else self.zh


class Problem(HTTPException):
    """What a request cannot have, and why; becomes an answer with that status."""

    def __init__(self, status: int, zh: str = "", en: str = "", code: str = "") -> None:
        words = words_of(status)
        self.said, self.code = Said(zh or words.zh, en or zh or words.en), code
        super().__init__(status, self.said.zh)


_WORDS = {
    400: Said("请求有误，请返回重试", "the request is wrong"),
    401: Said("请先登录，或在请求头中给出有效的接口密钥", "sign in, or give a valid key in the header"),
    403: Said("没有办理这项工作的权限，或页面已过期，请刷新后重试", "you may not do this, or the page has expired"),
    404: Said("没有这个页面，或不属于您的单位", "there is no such page, or it is not your unit's"),
    405: Said("不支持这种请求", "this method is not allowed"),
    409: Said("已有变动，请刷新页面后重试", "this has changed meanwhile; reload the page"),
    413: Said("文件超过大小上限 50 MB，请压缩图片或拆分后报送", "the file is larger than 50 MB"),
    422: Said("填写的内容有误，请核对", "what was filled in is wrong"),
    429: Said("请求过于频繁，请稍后再试", "too many requests; try again later"),
    500: Said("程序内部错误，维护人员可在日志中查看详情", "internal failure; details are in the log"),
    503: Said("服务繁忙，请稍后再试", "the service is busy; try again later"),
}  # fmt: skip


def words_of(status: int) -> Said:
    """Return what is said of a status."""
    return _WORDS.get(status) or _WORDS[500 if status >= 500 else 400]


def problem_json(status: int, said: Said, code: str = "", **more: object) -> Response:
    """Return the answer to a script."""
    body = {
        "type": f"urn:nianbao:problem:{code}" if code else "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": said.zh,
        "detail_en": said.en,
        **more,
    }
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else None
    return JSONResponse(body, status, headers, media_type=PROBLEM)
