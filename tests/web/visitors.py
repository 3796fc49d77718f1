"""Somebody with a browser's memory: cookies, and the tokens that forms carry."""

import http.cookiejar
import json
import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
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
    headers: Mapping[str, str]


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

    def upload(self, path: str, _form_on: str, file: tuple[str, str, bytes], **fields: str) -> Reply:
        """Sends a form with a file: the field's name, the file's name, its content."""
        found = TOKEN.search(self.get(_form_on).text)
        fields["csrf_token"] = found[1] if found else ""
        edge = "----wenqu"
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in fields.items()
        ]
        head = f'--{edge}\r\nContent-Disposition: form-data; name="{file[0]}"; filename="{file[1]}"\r\n\r\n'
        data = b"".join([*parts, head.encode(), file[2], f"\r\n--{edge}--\r\n".encode()])
        headers = {"Content-Type": f"multipart/form-data; boundary={edge}"}
        return self._open(urllib.request.Request(self._url(path), data, headers))

    def send_json(self, path: str, body: object, token: str) -> Reply:
        """Sends what a page's script would, with the token of its form."""
        headers = {"Content-Type": "application/json", "X-CSRFToken": token}
        return self._open(urllib.request.Request(self._url(path), json.dumps(body).encode(), headers))

    def _url(self, path: str) -> str:
        return path if path.startswith("http") else self.server.url + path

    def _open(self, request: urllib.request.Request) -> Reply:
        try:
            reply: Any = self._opener.open(request, timeout=30)
        except urllib.error.HTTPError as error:
            reply = error
        content = reply.read()
        return Reply(reply.status, content.decode("utf-8", "replace"), reply.url, content, reply.headers)


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
