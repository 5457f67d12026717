"""The browser in which promises are tried: one that is here, or one that is fetched."""

import os
import shutil
from pathlib import Path

from tests import debian

NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
ON_A_MAC = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
NOT_FOUND = """No Chromium was found, so the browser tests cannot run (they are never skipped).
  Debian             apt install chromium-headless-shell
  Ubuntu             .venv/bin/playwright install --with-deps chromium
  macOS              brew install --cask chromium
  somewhere else     AMPARO_CHROMIUM=/path/to/chromium make test"""
# Quiet: no first-run pages, no updates, no calls home that a test could take for the page's.
FLAGS = [
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find(downloaded: str = "") -> str:
    """The path of a Chromium; `downloaded` is where Playwright would have put its own."""
    if found := _find(downloaded):
        return found
    if debian.can_install():
        debian.install("chromium-headless-shell")
    if found := _find(downloaded):
        return found
    raise FileNotFoundError(NOT_FOUND)


def flags() -> list[str]:
    # Root has no sandbox to enter; everybody else keeps it.
    return [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS


def _find(downloaded: str) -> str | None:
    if named := os.environ.get("AMPARO_CHROMIUM"):
        return named
    on_path = (shutil.which(name) for name in NAMES)
    elsewhere = (path for path in (*ON_A_MAC, downloaded) if path and Path(path).exists())
    return next(filter(None, on_path), None) or next(elsewhere, None)
