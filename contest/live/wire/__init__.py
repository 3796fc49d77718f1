"""The fast path below Flask-SocketIO: one small room between the kernel's sockets and the application's
handlers.

What an application uses:

    from contest.live.wire.hub import FastSocketIO, current_connection
    from contest.live.wire.connection import Connection      # for annotations
    from contest.live.wire.limits import Limits              # sizes, rates and strikes, all injectable
    from contest.live.wire.process import tune_process       # once, when a serving process starts

    socketio = FastSocketIO(app, clock=lambda: clock.now_ms() / 1000, cors_allowed_origins=allowed)
    socketio.run(app, host="127.0.0.1", port=8000)
    # or socketio.wire_server(listener, app).serve_forever()

Everything of Flask-SocketIO and python-socketio stays: `on`, `emit`, `send`, `call`, rooms, acknowledgements,
namespaces, `disconnect`, `flask.request.sid`, class namespaces, the test client. WebSocket only, text only,
never compressed.

Three things are added (see hub.py for their exact promises):

    @socketio.hot("answer", namespace="/play", type=Answer)  # a msgspec.Struct; without `type` any JSON
    def answer(connection, data, reply):  # runs in the reader: must not block, spawns what may
        journal.append(..., then=lambda row: reply({"ok": True}))  # now or later, from the hub's thread

    connection.send_event("/play", "you", payload)  # to one client
    socketio.broadcast("heat:7", "question", payload, namespace="/play")  # one encoding, one frame

where `payload` is JSON as bytes or msgspec.Raw, or anything that msgspec encodes.

`connection.who` belongs to the application (its seat); `connection.sid` is the Engine.IO id,
`connection.sids[namespace]` the Socket.IO id that rooms and `emit(to=)` know. `socketio.connection_of(sid,
namespace)` finds a live connection. A strike sends `error` with `{"code": ...}` to the offender; the codes
are in limits.py.
"""
