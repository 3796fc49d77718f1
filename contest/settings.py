"""The only module that reads the environment."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from contest.private_files import write_private

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that differs between one installation and another."""

    data: Path
    database_url: str
    redis_url: str | None
    secret_key: str
    public_url: str | None = None
    wifi_ssid: str | None = None
    wifi_password: str | None = None
    trusted_proxies: int = 0


class BadSettings(RuntimeError):
    """The environment or the data folder cannot be used; the text says what to do."""


def load_settings(data: Path | None = None, public_url: str | None = None) -> Settings:
    """Reads `WENQU_*` and prepares the data folder.

    Raises `BadSettings` when the folder cannot be made or written.
    """
    folder = (data or Path(os.environ.get("WENQU_DATA", "var"))).resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        secret = os.environ.get("WENQU_SECRET_KEY") or _stored_secret(folder / "secret.key")
    except OSError as error:
        raise BadSettings(
            f"数据文件夹 {folder} 不能使用（{error.strerror}）。请换一个文件夹：--data DIR，或检查它的权限。"
        ) from error
    return Settings(
        data=folder,
        database_url=os.environ.get("WENQU_DATABASE_URL") or f"sqlite:///{folder / 'wenqu.sqlite3'}",
        redis_url=os.environ.get("WENQU_REDIS_URL") or None,
        secret_key=secret,
        public_url=public_url or os.environ.get("WENQU_PUBLIC_URL") or None,
        wifi_ssid=os.environ.get("WENQU_WIFI_SSID") or None,
        wifi_password=os.environ.get("WENQU_WIFI_PASSWORD") or None,
        trusted_proxies=int(os.environ.get("WENQU_TRUSTED_PROXIES", "0")),
    )


def _stored_secret(path: Path) -> str:
    """The installation's secret, made once. Whoever can read it can sign sessions and seats."""
    if not path.exists():
        write_private(path, secrets.token_urlsafe(32))
    secret = path.read_text("utf-8").strip()
    if len(secret) < 32:
        raise BadSettings(f"{path} 里的密钥不完整。请从备份恢复它；若没有备份，删掉它再启动（所有人要重新登录）。")
    return secret


def child_environment(settings: Settings) -> dict[str, str]:
    """This process's environment for a child that works on the same data."""
    redis = {"WENQU_REDIS_URL": settings.redis_url} if settings.redis_url else {}
    return {
        **os.environ,
        "WENQU_DATA": str(settings.data),
        "WENQU_DATABASE_URL": settings.database_url,
        "WENQU_SECRET_KEY": settings.secret_key,
        **redis,
    }


def in_ci() -> bool:
    return os.environ.get("CI") == "true"
