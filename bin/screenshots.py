"""Pictures for those who have not seen Amparo yet: `python -m bin.screenshots`.

A demo of its own is filled and opened in a folder that is thrown away; somebody of the demo signs
in on a phone or at a desk, and what they see is kept in docs/pictures.
"""

import io
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.support.browser import (
    DESK,
    PHONE,
    chromium_flags,
    find_chromium,
)

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "pictures"
PASSWORD = "amparo-demo-2026"
MOST_BYTES = 200_000
STARTS_WITHIN = 120


@dataclass(frozen=True)
class Picture:
    """Who looks at what, on which screen, in which language."""

    name: str
    who: str
    path: str
    language: str
    screen: dict
    opens: str = ""  # which link of that page to follow


SHOTS = (
    Picture("today-es", "lucia", "/today/", "es", PHONE),
    Picture("case-es", "lucia", "/cases/", "es", DESK, opens="main a:has-text('Rosa')"),
    Picture("case-ar", "salma", "/cases/?order=risk", "ar", PHONE, opens="main tbody a"),
    Picture("team-en", "maren", "/team/", "en", DESK),
)


def main() -> int:
    PICTURES.mkdir(exist_ok=True)
    with a_demo() as address, sync_playwright() as playwright:
        path = find_chromium(playwright.chromium.executable_path)
        browser = playwright.chromium.launch(executable_path=path, args=chromium_flags())
        for shot in SHOTS:
            kept = PICTURES / f"{shot.name}.png"
            kept.write_bytes(small(take(browser, address, shot)))
            sys.stdout.write(f"{kept.relative_to(ROOT)}: {kept.stat().st_size // 1000} kB\n")
        browser.close()
    return 0


@contextmanager
def a_demo() -> Iterator[str]:
    """Serves a demo for as long as the pictures take."""
    with tempfile.TemporaryDirectory(prefix="amparo-pictures-") as home:
        env = os.environ | {"AMPARO_HOME": home, "DATABASE_URL": "", "AMPARO_DEMO": "1"}
        amparo = [sys.executable, "-m", "amparo"]
        for command in ("migrate", "load-codes", "demo"):
            subprocess.run([*amparo, command], env=env, cwd=ROOT, check=True)
        port = free_port()
        served = subprocess.Popen([*amparo, "serve", "--port", port], env=env, cwd=ROOT)
        try:
            yield waited_for(f"http://localhost:{port}")
        finally:
            served.terminate()
            served.wait(timeout=30)


def free_port() -> str:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return str(door.getsockname()[1])


def waited_for(address: str) -> str:
    ends = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < ends:
        try:
            with urlopen(f"{address}/sign-in/"):  # noqa: S310 - our own address
                return address
        except URLError:
            time.sleep(0.2)
    raise TimeoutError(f"Nothing answers at {address}")


def take(browser: Browser, address: str, shot: Picture) -> bytes:
    context = browser.new_context(base_url=address, locale=shot.language, **shot.screen)
    page = context.new_page()
    sign_in(page, shot)
    page.goto(shot.path)
    if shot.opens:
        page.locator(shot.opens).first.click()
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    taken = page.screenshot(animations="disabled")
    context.close()
    return taken


def sign_in(page: Page, shot: Picture) -> None:
    """Through the front door, in the language of the picture."""
    page.goto("/sign-in/")
    page.locator("input[name=email][type=email]").fill(f"{shot.who}@demo.amparo.example")
    page.locator("input[name=password][type=password]").fill(PASSWORD)
    page.locator("input[name=password][type=password]").press("Enter")
    page.locator("main form:has(input[name=code]) .btn-primary").click()  # the demo shows it
    page.wait_for_url(lambda url: "/sign-in/" not in url)
    with page.expect_navigation():
        spoken = page.locator(f"button[name=language][value={shot.language}]")
        spoken.first.dispatch_event("click")


def small(taken: bytes) -> bytes:
    """The same picture in as many colours as it may have to weigh little."""
    picture = Image.open(io.BytesIO(taken)).convert("RGB")
    for scale, colours in ((1, 256), (1, 128), (0.75, 256), (0.75, 96), (0.5, 256)):
        size = (round(picture.width * scale), round(picture.height * scale))
        few = picture.resize(size, Image.Resampling.LANCZOS).quantize(colours)
        kept = io.BytesIO()
        few.save(kept, "PNG", optimize=True)
        if kept.tell() <= MOST_BYTES:
            return kept.getvalue()
    raise ValueError("This picture weighs too much however small it is made.")


if __name__ == "__main__":
    sys.exit(main())
