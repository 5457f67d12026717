"""People at their screens: a phone in the hand, a desk in an office, in any language.

    def test_rosa_is_registered(phone_page, sign_in, caseworker):
        page = phone_page("es")
        sign_in(page, caseworker)
        page.goto("/")

A test fails by itself when a page breaks the security policy, complains in the console, throws,
misses one of its files or asks anything of another machine. A test that provokes such a thing on
purpose looks at `server_errors` and clears it.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.test import Client
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Page,
    Request,
    Response,
    expect,
    sync_playwright,
)

from tests.support import postgres

Screen = Callable[..., Page]

# What scripts draw: from right to left by day, where mirrored signs and order break first.
right_to_left_by_day = pytest.mark.parametrize(
    "language", ["ar", pytest.param("es", marks=pytest.mark.nightly)]
)

PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
}
DESK = {"viewport": {"width": 1280, "height": 900}}
# How long a page may take on a machine that does much else, in thousandths of a second.
PATIENCE = 30_000
OWN_FILES = ("document", "stylesheet", "script", "image", "font", "manifest")
WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")

CSP_WATCH = """
document.addEventListener("securitypolicyviolation", (broken) =>
  console.error(`CSP: ${broken.effectiveDirective} refused ${broken.blockedURI} `
    + `${broken.sourceFile}:${broken.lineNumber} ${broken.sample}`));
"""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # Playwright keeps an event loop in this thread; Django would take us for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        path = find_chromium(playwright.chromium.executable_path)
        running = playwright.chromium.launch(executable_path=path, args=chromium_flags())
        expect.set_options(timeout=PATIENCE)
        yield running
        running.close()


@pytest.fixture
def server_errors() -> list[str]:
    """What went wrong behind the pages of this test, in the order it happened."""
    return []


@pytest.fixture
def browser_page(browser: Browser, live_server, server_errors: list[str]) -> Iterator[Screen]:
    """Open a page on a screen of this size, for a reader of this language."""
    opened = []

    def open_screen(locale: str = "es", **options) -> Page:
        context = browser.new_context(base_url=live_server.url, locale=locale, **options)
        opened.append(context)
        cookie = {"name": settings.LANGUAGE_COOKIE_NAME, "value": locale, "url": live_server.url}
        context.add_cookies([cookie])
        context.add_init_script(CSP_WATCH)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        watch(page, urlsplit(live_server.url).netloc, server_errors)
        return page

    yield open_screen
    for context in opened:
        context.close()
    if server_errors:
        pytest.fail("Behind the pages:\n  " + "\n  ".join(server_errors), pytrace=False)


@pytest.fixture
def phone_page(browser_page: Screen) -> Screen:
    return lambda locale="es", **options: browser_page(locale, **PHONE, **options)


@pytest.fixture
def desktop_page(browser_page: Screen) -> Screen:
    return lambda locale="es", **options: browser_page(locale, **DESK, **options)


@pytest.fixture
def sign_in(live_server) -> Callable:
    """Be this user on this page's screen, without typing a password."""

    def sign_in(page: Page, user) -> Page:
        client = Client()
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        value = client.cookies[name].value
        page.context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
        return page

    return sign_in


def watch(page: Page, home: str, faults: list[str]) -> None:
    """Note everything that a reader would not see and we must."""

    def heard(message: ConsoleMessage) -> None:
        # The browser also says aloud that an answer was a 4xx; `answered` judges those.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            faults.append(f"console, on {_path_of(page.url)}: {message.text}")

    def asked(request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in ("http", "https", "ws", "wss") and address.netloc != home:
            faults.append(f"{_path_of(page.url)} asked another machine: {request.url}")

    def answered(response: Response) -> None:
        is_missing = response.status == 404 and response.request.resource_type in OWN_FILES[1:]
        if response.status >= 500 or is_missing:
            faults.append(
                f"{response.status} for {_path_of(response.url)}, on {_path_of(page.url)}"
            )

    page.on("console", heard)
    page.on("request", asked)
    page.on("response", answered)
    page.on("pageerror", lambda error: faults.append(f"script, on {_path_of(page.url)}: {error}"))


# Where the reader's colours are forced, Chromium paints them and reports ours as the fill of a
# text; axe reads the fill.
TELL_PAINTED_COLOURS = """() => {
  if (!matchMedia("(forced-colors: active)").matches) return;
  for (const each of document.querySelectorAll("body *")) {
    each.style.webkitTextFillColor = getComputedStyle(each).color;
  }
}"""


def audit(page: Page) -> list[str]:
    """What would keep somebody from using this page, by WCAG 2.2 AA and axe's best practices."""
    page.evaluate(AXE_SCRIPT)
    page.evaluate(TELL_PAINTED_COLOURS)
    options = {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]}
    found = page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{_path_of(page.url)}: {violation['id']} ({violation['impact']}), {violation['help']}: "
        f"{node['html'][:200]} {_reasons(node)}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def overflows(page: Page) -> list[str]:
    """What sticks out at the side, so that the page would scroll sideways; empty when it fits."""
    return page.evaluate(
        """() => {
          const width = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= width) return [];
          const sticksOut = (element) => {
            const box = element.getBoundingClientRect();
            return box.width > 0 && (box.right > width + 1 || box.left < -1);
          };
          const culprits = [...document.body.querySelectorAll("*")].filter(sticksOut);
          const name = (element) => element.outerHTML.slice(0, 120);
          return culprits.length ? culprits.slice(0, 8).map(name) : ["the page itself"];
        }"""
    )


def _path_of(url: str) -> str:
    return urlsplit(url).path


def _reasons(node: dict) -> str:
    checks = node["any"] + node["all"] + node["none"]
    return "[" + "; ".join(check["message"] for check in checks) + "]"


# The browser in which promises are tried: one that is here, or one that is fetched.

CHROMIUM_NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
CHROMIUM_ON_A_MAC = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
CHROMIUM_NOT_FOUND = """No Chromium was found, so no browser test can run (they are never skipped).
  Debian             apt install chromium-headless-shell
  Ubuntu             .venv/bin/playwright install --with-deps chromium
  macOS              brew install --cask chromium
  somewhere else     AMPARO_CHROMIUM=/path/to/chromium make test"""
# Quiet: no first-run pages, no updates, no calls home that a test could take for the page's.
CHROMIUM_FLAGS = [
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find_chromium(downloaded: str = "") -> str:
    """The path of a Chromium; `downloaded` is where Playwright would have put its own."""
    # The shell takes two fifths less processor than the whole browser, which may be there too.
    is_wanted = os.environ.get("CI") == "true" and shutil.which(CHROMIUM_NAMES[0]) is None
    found = _find_chromium(downloaded)
    if found and not is_wanted:
        return found
    if postgres.can_install_packages():
        postgres.install_packages(CHROMIUM_NAMES[0])
    if found := _find_chromium(downloaded):
        return found
    raise FileNotFoundError(CHROMIUM_NOT_FOUND)


def chromium_flags() -> list[str]:
    # Root has no sandbox to enter; everybody else keeps it.
    return [*CHROMIUM_FLAGS, "--no-sandbox"] if os.geteuid() == 0 else CHROMIUM_FLAGS


def _find_chromium(downloaded: str) -> str | None:
    if named := os.environ.get("AMPARO_CHROMIUM"):
        return named
    on_path = (shutil.which(name) for name in CHROMIUM_NAMES)
    elsewhere = (path for path in (*CHROMIUM_ON_A_MAC, downloaded) if path and Path(path).exists())
    return next(filter(None, on_path), None) or next(elsewhere, None)
