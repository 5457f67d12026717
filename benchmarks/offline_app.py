"""How long a telephone takes to take a caseload along, and to have a long form ready.

    python -m benchmarks.offline_app [--cases 500 2000] [--slowed 1 6] [--questions 300]

A house is served, and a real Chromium is the telephone; `--slowed 6` slows its processor six
times, as cheap telephones are. Each line is a telephone that was never here before. Seconds are
those that its holder waits, from the tap to the end; bytes are what crossed the line.
"""

import argparse
import io
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.crash.web import Served
from tests.support.browser import PHONE, chromium_flags, find_chromium
from tests.support.devices import PASSPHRASE, TABLES, TAKEN, OfflineDevice, until

LINE = "{:<34}{:>8}{:>10}{:>10}"
FURNISH = """
import json, sys, django
django.setup()
from django.conf import settings
from django.test import Client
from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.models import User
from amparo.pillars.assistance.models import Case
from amparo.pillars.assistance.cases.access_grants import update_grants
from benchmarks.country_data import Country
from benchmarks.offline_app import long_form
from tests.support.fixtures import with_both_proofs
codes.load()
with_both_proofs()
most, questions = map(int, sys.argv[1:])
Country(int(most * 2.4) + 60).build()
workers, cookies = {}, {}
holder = User.objects.filter(email__startswith="w").order_by("pk").first()
cases = Case.objects.filter(status="open").exclude(person=None).order_by("pk")
assert len(cases) >= most, len(cases)
for case in cases:
    case.owner, case.team = holder, holder.memberships.get().team
    case.save()
    update_grants(case, why="assigned")
version = long_form(questions)
client, name = Client(), settings.SESSION_COOKIE_NAME
client.force_login(holder)
cookie = client.cookies[name].value
form = f"/cases/{case.ref}/forms/{version.ref}/screen/"
print(json.dumps({"name": name, "cookie": cookie, "form": form}))
"""


def long_form(questions: int):
    """A form of so many questions, a page of ten each, with rules between them."""
    from amparo.foundation.fieldwork.models import Form

    about = "case_management,plain"
    lines = ["survey,type,name,label,relevant,bind::amparo:purpose,bind::amparo:sensitivity"]
    for at in range(questions):
        if at % 10 == 0:
            lines += [",end_group,,,,,"] * bool(at)
            lines.append(f",begin_group,g{at},Part {at // 10},,{about}")
        kind = ("text", "integer", "select_one yes_no", "date", "decimal")[at % 5]
        relevant = f"${{q{at - 3}}} = 'yes'" if at > 3 and (at - 3) % 5 == 2 else ""
        lines.append(f",{kind},q{at},Question {at},{relevant},{about}")
    lines += [
        ",end_group,,,,,",
        "choices,list_name,name,label",
        ",yes_no,yes,Yes",
        ",yes_no,no,No",
    ]
    lines += ["settings,form_title,form_id,version,namespaces"]
    lines += [',A long form,long_form,1,"amparo=""https://amparo.example/xforms"""']
    version = Form.upload(io.BytesIO("\n".join(lines).encode()), by=None)
    version.publish(by=None)
    return version


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, nargs="+", default=[500, 2000])
    parser.add_argument("--slowed", type=int, nargs="+", default=[1, 6])
    parser.add_argument("--questions", type=int, default=300)
    said = parser.parse_args(arguments)
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with tempfile.TemporaryDirectory(prefix="amparo-field-") as home:
        served = Served(Path(home), 8437)
        served.run("-m", "amparo", "migrate", "--verbosity", "0")
        told = json.loads(
            served.run("-c", FURNISH, str(max(said.cases)), str(said.questions)).splitlines()[-1]
        )
        _tell("", "slowed", "seconds", "kB")
        for cases in said.cases:
            served.more = {"AMPARO_OFFLINE_MAX_CASES": str(cases)}
            served.open()
            try:
                for slowed in said.slowed:
                    measured(served, told, cases, slowed, said.questions)
            finally:
                served.close()
                subprocess.run(["sleep", "1"], check=True)
    return 0


def measured(served: Served, told: dict, cases: int, slowed: int, questions: int) -> None:
    address = f"http://localhost:{served.port}"
    with sync_playwright() as playwright:
        path = find_chromium(playwright.chromium.executable_path)
        browser = playwright.chromium.launch(executable_path=path, args=chromium_flags())
        context = browser.new_context(base_url=address, locale="es", **PHONE)
        context.add_cookies([{"name": told["name"], "value": told["cookie"], "url": address}])
        context.set_default_timeout(120_000)
        page = context.new_page()
        came = Came(page, slowed)
        _when_open(page)
        page.locator("[name=name]").fill("Samsung")
        for name in ("passphrase", "again"):
            page.locator(f"[name={name}]").fill(PASSPHRASE)
        with came.timed(f"{cases} cases taken along"):
            OfflineDevice(page).save()
            until(page, TAKEN, 300)
        page.reload()
        with came.timed(f"{cases} cases opened again"):
            OfflineDevice(page).unlock()
            page.locator(".quick-actions").first.wait_for()
        kept = len(page.evaluate(TABLES)["files"]) - 1  # one row is the list of blank forms
        if kept != cases:
            raise SystemExit(f"{kept} cases lie there: nothing was measured.")
        page.goto("about:blank")
        with came.timed(f"{questions} questions ready"):
            page.goto(told["form"], wait_until="commit")
            page.locator(".odk-form").wait_for()
        browser.close()


def _when_open(page: Page) -> None:
    for _try in range(120):
        try:
            page.goto("/campo/")
        except Exception:
            time.sleep(0.5)
        else:
            page.locator("[name=name]").wait_for()
            return
    raise SystemExit("The house did not open.")


BYTES = (
    "performance.getEntriesByType('resource').reduce((sum, each) => sum + each.transferSize, 0)"
)


class Came:
    """What crosses the line, and how long one waits; the processor of the page is slowed."""

    def __init__(self, page: Page, slowed: int):
        self.page, self.slowed = page, slowed
        told = page.context.new_cdp_session(page)
        told.send("Emulation.setCPUThrottlingRate", {"rate": slowed})

    def timed(self, what: str) -> "_Timed":
        return _Timed(self, what)


class _Timed:
    def __init__(self, came: Came, what: str):
        self.came, self.what = came, what

    def __enter__(self) -> None:
        self.before, self.began = self.came.page.evaluate(BYTES), time.perf_counter()

    def __exit__(self, *_) -> None:
        took = time.perf_counter() - self.began
        came = (self.came.page.evaluate(BYTES) - self.before) / 1000
        _tell(self.what, f"{self.came.slowed} ×", f"{took:.1f}", f"{came:,.0f}")


def _tell(*row: str) -> None:
    sys.stdout.write(LINE.format(*row) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
