"""The WSGI entry, for servers other than `wenqu serve`: `gunicorn -k gevent -w 1 wsgi:app`.

One worker only: heats live in the memory of one process.
"""

from gevent import monkey

monkey.patch_all()

from contest.serving import build, start_clockwork
from contest.settings import load_settings

_settings = load_settings()
serving = build(_settings, _settings.public_url or "http://127.0.0.1:8000")
start_clockwork(serving)
app = serving.app
