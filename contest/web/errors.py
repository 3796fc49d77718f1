"""Pages for what goes wrong: what happened, in plain words, and a way back."""

from flask import Flask, request
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException

from contest.web.join import Page
from contest.web.pages import message_page


def register_errors(app: Flask) -> None:
    app.register_error_handler(HTTPException, _page_for)
    app.register_error_handler(500, _page_for_fault)


def _page_for(error: HTTPException) -> Page:
    code = error.code or 500
    if request.path.startswith("/api/"):
        return {"ok": False, "error": "bad_request", "message": error.description or ""}, code  # type: ignore[return-value]
    titles = {404: _("没有这个页面"), 403: _("不能进入"), 413: _("内容太大"), 429: _("请慢一点")}
    texts = {
        404: _("地址可能少了一截。请回到首页，输入大屏上的场次号。"),
        403: _("您没有进入这里的权限。"),
        413: _("送来的内容超过了上限。"),
        429: _("试得太快了，请过一分钟再试。"),
    }
    title = titles.get(code, _("这一步没有成功"))
    text = texts.get(code, _("请返回上一页再试一次。"))
    return message_page(title, text), code


def _page_for_fault(error: Exception) -> Page:
    text = _("服务器出了差错，已经记下。请再试一次；答过的题不会丢。")
    return message_page(_("出了差错"), text), 500
