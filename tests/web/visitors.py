"""Somebody with a browser's memory: cookies, and the tokens that forms carry."""

import http.cookiejar
import re
import urllib.error
import urllib.parse
import urllib.request
from typing import Any, NamedTuple

from contest.database import open_engine, writing
from contest.services.accounts import create_account
from contest.services.one_time_links import one_time_link
from tests.running import Server

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class Reply(NamedTuple):
    status: int
    text: str
    url: str
    content: bytes


class Visitor:
    def __init__(self, server: Server) -> None:
        self.server = server
        jar = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))

    def get(self, path: str, **headers: str) -> Reply:
        return self._open(urllib.request.Request(self._url(path), headers=headers))

    def post(self, path: str, _form_on: str | None = None, **fields: str) -> Reply:
        """Sends a form; its token is read from the page `_form_on` first."""
        if _form_on is not None:
            found = TOKEN.search(self.get(_form_on).text)
            if found:
                fields["csrf_token"] = found[1]
        data = urllib.parse.urlencode(fields).encode()
        return self._open(urllib.request.Request(self._url(path), data))

    def _url(self, path: str) -> str:
        return path if path.startswith("http") else self.server.url + path

    def _open(self, request: urllib.request.Request) -> Reply:
        try:
            reply: Any = self._opener.open(request, timeout=30)
        except urllib.error.HTTPError as error:
            reply = error
        content = reply.read()
        return Reply(reply.status, content.decode("utf-8", "replace"), reply.url, content)


def signed_in(server: Server, role: str) -> Visitor:
    """A colleague of that role, by a one-time link."""
    engine = open_engine(f"sqlite:///{server.data / 'wenqu.sqlite3'}")
    with writing(engine) as connection:
        login = f"{role}-{connection.exec_driver_sql('SELECT count(*) FROM accounts').scalar()}"
        token = one_time_link(connection, "sign_in", account_id=create_account(connection, login, role, role))
    visitor = Visitor(server)
    reply = visitor.post(f"/auth/enter/{token}", _form_on=f"/auth/enter/{token}")
    assert reply.status in (200, 403)
    return visitor
