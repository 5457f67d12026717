"""Fetches what Amparo is made of, and says how much that was and how long it took.

    python bin/fetch.py pip LOCK                 tools, into the Python that runs this
    python bin/fetch.py uv pip sync … LOCK       packages, by the uv of .boot
    python bin/fetch.py npm ci …                 what the pages are made of
    python bin/fetch.py tell PROCESS             waits for the first page, then tells all of it

Each fetching leaves a line in .boot/fetched. What lies in a cache already is not fetched, and not
counted. Nothing but the standard library: it runs before anything else is installed.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
import tomllib
import urllib.error
import urllib.request
from pathlib import Path

BOOT = Path(".boot")
FETCHED = BOOT / "fetched"
UV = BOOT / "bin" / "uv"
MEGA = 1_000_000


def note(what: str, packages: int, size: int, seconds: float) -> None:
    told = {"what": what, "packages": packages, "bytes": size, "seconds": round(seconds, 1)}
    with FETCHED.open("a", encoding="utf-8") as file:
        file.write(json.dumps(told | {"at": time.time()}) + "\n")


def pip(lock: str) -> None:
    """The tools that fetch the rest: downloaded first, installed from there."""
    with tempfile.TemporaryDirectory() as place:
        command = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
        locked = ["--require-hashes", "--requirement", lock]
        began = time.monotonic()
        said = subprocess.run(
            [*command, "download", "--progress-bar", "off", "--dest", place, *locked],
            check=True, stdout=subprocess.PIPE, text=True,
        ).stdout  # fmt: skip
        took = time.monotonic() - began
        fresh = set(re.findall(r"^\s*Downloading (?:\S*/)?(\S+?)(?: \(|$)", said, re.MULTILINE))
        sizes = [each.stat().st_size for each in Path(place).iterdir() if each.name in fresh]
        note("tools", len(sizes), sum(sizes), took if sizes else 0)
        install = ["install", "--quiet", "--no-index", "--find-links", place, *locked]
        subprocess.run([*command, *install], check=True)


def uv(*arguments: str) -> None:
    """What uv fetches: it prepares only what it has not prepared before. The lock comes last."""
    ran = subprocess.run([UV, *arguments, "--verbose"], stderr=subprocess.PIPE, text=True)
    told = [line for line in ran.stderr.splitlines() if not line.startswith(("DEBUG", "TRACE"))]
    if ran.returncode:
        sys.exit("\n".join(told) or ran.returncode)
    prepared = re.search(r"^Prepared (\d+) packages? in (.+)$", ran.stderr, re.MULTILINE)
    if prepared:
        sizes = _sizes(arguments[-1], _after("--python", arguments))
        chosen = re.findall(r"^DEBUG Selecting: .*\((\S+)\)$", ran.stderr, re.MULTILINE)
        names = re.findall(r"^DEBUG Identified uncached distribution: (\S+?)==", ran.stderr,
                           re.MULTILINE)  # fmt: skip
        fresh = {name: file for file in chosen for name in names if _plain(file) == _plain(name)}
        size = sum(sizes.get(file, 0) for file in fresh.values())
        what = "tools" if arguments[-1].startswith("bin/") else "Python packages"
        note(what, int(prepared[1]), size, _seconds(prepared[2]))


def _after(name: str, arguments: tuple[str, ...]) -> str:
    return arguments[arguments.index(name) + 1]


def _plain(file: str) -> str:
    """The name of a package, from its own or from that of its file."""
    return re.sub(r"[-_.]+", "-", re.split(r"-\d", file, maxsplit=1)[0]).lower()


def _sizes(lock: str, python: str) -> dict[str, int]:
    """How many bytes each file of a lock has, as the index said that uv has just read."""
    with tempfile.TemporaryDirectory() as place:
        found = Path(place) / "pylock.toml"
        command = [UV, "pip", "compile", lock, "--no-deps", "--quiet", "--format", "pylock.toml"]
        ran = subprocess.run([*command, "--python", python, "--output-file", found],
                             capture_output=True)  # fmt: skip
        if ran.returncode:
            return {}
        told = tomllib.loads(found.read_text(encoding="utf-8"))
    files = [each for package in told["packages"] for each in _files(package)]
    return {each.get("name") or each["url"].rpartition("/")[2]: each.get("size", 0)
            for each in files}  # fmt: skip


def _files(package: dict) -> list[dict]:
    return [*package.get("wheels", ()), *([package["sdist"]] if "sdist" in package else ())]


def _seconds(told: str) -> float:
    """Of what uv writes as `1m 23s`, `12.23s` or `420ms`."""
    units = {"h": 3600, "m": 60, "s": 1, "ms": 0.001}
    return sum(float(number) * units[unit] for number, unit in
               re.findall(r"([\d.]+)(h|ms|m|s)\b", told))  # fmt: skip


def npm(*arguments: str) -> None:
    """What npm fetches: it says when it is done with each, and keeps it as it came."""
    cache = Path(subprocess.run(["npm", "config", "get", "cache"], check=True,
                                stdout=subprocess.PIPE, text=True).stdout.strip())  # fmt: skip
    before = _held(cache)
    spans: list[tuple[float, float]] = []
    packages, others = 0, []
    with subprocess.Popen(["npm", *arguments, "--loglevel=http"],
                          stderr=subprocess.PIPE, text=True) as running:  # fmt: skip
        for line in running.stderr or ():
            if found := re.match(r"npm http fetch \w+ \d+ (\S+) (?:attempt #\d+ )?(\d+)ms", line):
                now = time.monotonic()
                spans.append((now - int(found[2]) / 1000, now))
                packages += found[1].endswith(".tgz") and "cache hit" not in line
            elif not line.startswith(("npm http", "npm info", "npm notice")):
                others.append(line)
    if running.returncode:
        sys.exit("".join(others) or running.returncode)
    if packages:
        note("packages for the pages", packages, _held(cache) - before, _union(spans))


def _held(cache: Path) -> int:
    """How many bytes npm keeps of what it fetched."""
    kept = cache / "_cacache" / "content-v2"
    return sum(each.stat().st_size for each in kept.rglob("*") if each.is_file())


def _union(spans: list[tuple[float, float]]) -> float:
    """How long at least one of them was under way."""
    whole, until = 0.0, float("-inf")
    for begin, end in sorted(spans):
        whole += max(0.0, end - max(begin, until))
        until = max(until, end)
    return whole


def tell(process: str) -> None:
    """When the first page is there: what was fetched since the start, and what the rest took."""
    began = float(os.environ.get("AMPARO_STARTED", time.time()))
    address = f"http://localhost:{os.environ.get('AMPARO_PORT') or 8000}/"
    if _answers(address):  # somebody else's: ours cannot be open yet
        return
    while not _answers(address):
        if not _lives(int(process)):
            return
        time.sleep(0.2)
    print("\n".join(_report(time.time() - began, began)), flush=True)


def _answers(address: str) -> bool:
    straight = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with straight.open(address, timeout=30) as page:
            return bool(page.read())
    except (OSError, urllib.error.URLError):
        return False


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except OSError:
        return False
    return True


def _report(took: float, began: float) -> list[str]:
    lines = FETCHED.read_text(encoding="utf-8").splitlines() if FETCHED.exists() else []
    fetched = [each for each in map(json.loads, lines) if each["at"] >= began and each["packages"]]
    waited = sum(each["seconds"] for each in fetched)
    if not fetched:
        return [f"  The first page was there after {took:.0f} s. Nothing was fetched."]
    parts = [
        f"{each['packages']} {each['what']} ({each['bytes'] / MEGA:.1f} MB)" for each in fetched
    ]
    size = sum(each["bytes"] for each in fetched) / MEGA
    held = sum(each.stat().st_blocks * 512 for each in Path(".venv").rglob("*")
               if not each.is_symlink())  # fmt: skip
    return [
        f"  Fetched: {', '.join(parts)}; {size:.1f} MB in {waited:.0f} s.",
        f"  .venv holds {held / 1024**2:.0f} MiB, as `du -m` counts.",
        f"  The first page was there {took - waited:.0f} s after the start, fetching not counted.",
    ]


if __name__ == "__main__":
    command, *rest = sys.argv[1:]
    os.environ.setdefault("PIP_DISABLE_PIP_VERSION_CHECK", "1")
    {"pip": pip, "uv": uv, "npm": npm, "tell": tell}[command](*rest)
