"""`wenqu serve`: the server, and with `--demo` a contest that is ready to be played."""

import argparse
import json
import signal
import subprocess
import sys
from typing import Any

import gevent
import gevent.event
import segno

from contest.commands.context import CommandContext
from contest.database import writing
from contest.services.addresses import lan_addresses
from contest.services.demo import demo_heat
from contest.services.desk_entrance import organizer_link
from contest.services.one_time_links import one_time_link
from contest.services.server_lock import note_address, only_server


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("serve", help="启动服务器", epilog="例：wenqu serve --port 8000")
    parser.add_argument("--host", default="127.0.0.1", help="监听的地址（默认只限本机）")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--lan", action="store_true", help="让同一局域网里的手机也能进入")
    parser.add_argument("--public-url", help="二维码里写的地址，例如 https://kp.example.cn")
    parser.add_argument("--demo", action="store_true", help="备好一场可以马上开始的演示赛")
    parser.add_argument("--bots", type=int, default=0, metavar="N", help="请 N 位模拟选手进场")
    parser.add_argument("--json", action="store_true", help="启动后只打印一行 JSON")
    parser.set_defaults(handler=_serve)


def _serve(arguments: argparse.Namespace, context: CommandContext) -> int:
    # Here and not above: these need the patched process, and other commands must start without them.
    from contest.serving import build, start_clockwork

    with only_server(context.settings):
        host = "0.0.0.0" if arguments.lan else arguments.host
        base_url = _base_url(arguments, context)
        serving = build(context.settings, base_url)
        try:
            server = serving.socketio.wire_server((host, arguments.port), serving.app)
            server.start()
        except OSError as error:
            print(_port_trouble(arguments.port, error), file=sys.stderr)
            serving.journal.stop()
            return 1
        if server.server_port != arguments.port:
            base_url = base_url.replace(f":{arguments.port}", f":{server.server_port}")
            serving.app.extensions["wenqu"].base_url = base_url
        note_address(context.settings, base_url)
        start_clockwork(serving)
        bots = _announce(arguments, serving.app.extensions["wenqu"], base_url)
        _until_told_to_stop()
        server.stop(timeout=1)
        if serving.socketio.server is not None:
            serving.socketio.server.shutdown()
        serving.journal.stop()
        serving.app.extensions["wenqu"].jobs.close()
        if bots is not None:
            bots.terminate()
    return 0


def _base_url(arguments: argparse.Namespace, context: CommandContext) -> str:
    public: str | None = arguments.public_url or context.settings.public_url
    if public:
        return public.rstrip("/")
    host = _chosen_address() if arguments.lan else arguments.host
    host = "127.0.0.1" if host in ("0.0.0.0", "::") else host
    return f"http://{host}:{arguments.port}"


def _chosen_address() -> str:
    addresses = lan_addresses()
    if not addresses:
        print("没有找到局域网地址，二维码先用本机地址。请检查网络，或用 --public-url 指定。", file=sys.stderr)
        return "127.0.0.1"
    if len(addresses) == 1 or not sys.stdin.isatty():
        return addresses[0].address
    print("这台电脑有几个地址，手机连的是哪个网络？")
    for number, each in enumerate(addresses, start=1):
        print(f"  {number}. {each.address}（{each.adapter}）")
    typed = input("请输入序号 [1]：").strip()
    index = int(typed) - 1 if typed.isdigit() and 0 < int(typed) <= len(addresses) else 0
    return addresses[index].address


def _port_trouble(port: int, error: OSError) -> str:
    return f"端口 {port} 用不了（{error.strerror}）。可能已有一个问渠在运行；也可以换一个端口：--port {port + 1}"


def _announce(arguments: argparse.Namespace, wenqu: Any, base_url: str) -> "subprocess.Popen[bytes] | None":
    if not arguments.demo:
        links = {"url": base_url}
        print(json.dumps(links) if arguments.json else base_url, flush=True)
        return None
    with writing(wenqu.engine) as connection:
        heat = demo_heat(connection, wenqu.clock)
        host_token = one_time_link(connection, "host", heat_id=heat.id)
        organizer = organizer_link(connection)
    links = {
        "url": base_url,
        "pin": heat.pin,
        "join_url": f"{base_url}/p/{heat.pin}",
        "host_url": f"{base_url}/host/enter/{host_token}",
        "screen_url": f"{base_url}/screen/{heat.screen_key}",
        "organizer_url": f"{base_url}/auth/enter/{organizer}",
    }
    if arguments.json or not sys.stdout.isatty():
        print(json.dumps(links), flush=True)
    else:
        _show_links(links)
    return _invite_bots(arguments.bots, base_url, heat.pin) if arguments.bots else None


def _show_links(links: dict[str, str]) -> None:
    segno.make(links["join_url"], micro=False).terminal(compact=True)
    print(f"选手扫码，或打开 {links['url']} 输入场次号 {links['pin'][:3]} {links['pin'][3:]}")
    print(f"大屏      {links['screen_url']}")
    print(f"主持台    {links['host_url']}（一次有效）")
    print(f"组织者    {links['organizer_url']}（一次有效）")
    print("按 Ctrl+C 结束。", flush=True)


def _invite_bots(count: int, base_url: str, pin: str) -> "subprocess.Popen[bytes]":
    command = [
        sys.executable,
        "-m",
        "contest.cli",
        "bots",
        "--url",
        base_url,
        "--pin",
        pin,
        "--count",
        str(count),
    ]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL)


def _until_told_to_stop() -> None:
    stop = gevent.event.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        gevent.signal_handler(name, stop.set)
    stop.wait()
