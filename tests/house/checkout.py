"""The checkout's own files, as tests of the house read them."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def own_files(*patterns: str) -> list[Path]:
    """Files that are committed or would be by `git add`, optionally only those matching git's patterns."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *patterns]
    names = subprocess.run(listing, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    return sorted(ROOT / name for name in set(names) if name and (ROOT / name).is_file())


def text_of(path: Path) -> str:
    """The file's text, or nothing when it is an image or the like."""
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        return ""
