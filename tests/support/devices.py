"""The offline app on a device of one of the cast: set up, taken away from any network, back.

Nothing here reads words of the screen: what one does is found by what it is, in any language.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

PASSPHRASE = "cuatro gatos verdes saltan"
SENT = re.compile(r"unsent-none")

TABLES = """async () => {
  const read = (request) => new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
  const plain = (value) => {
    if (value instanceof CryptoKey) return { key: value.extractable };
    if (ArrayBuffer.isView(value)) return [...new Uint8Array(value.buffer)].map((byte) => String.fromCharCode(byte)).join("");
    if (Array.isArray(value)) return value.map(plain);
    if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plain(each)]));
    return value;
  };
  const base = await read(indexedDB.open("field"));
  const tables = {};
  for (const name of base.objectStoreNames) tables[name] = (await read(base.transaction(name).objectStore(name).getAll())).map(plain);
  base.close();
  return tables;
}"""  # noqa: E501 - a script, as the browser reads it
TAKEN = """() => new Promise((done) => {
  const opening = indexedDB.open("field");
  opening.onsuccess = () => {
    const asking = opening.result.transaction("notes").objectStore("notes").get("about");
    asking.onsuccess = () => { opening.result.close(); done(asking.result?.taken_at > 0); };
  };
})"""
EMPTY = """() => new Promise((done) => {
  const opening = indexedDB.open("field");
  opening.onsuccess = () => {
    const asking = opening.result.transaction("outbox").objectStore("outbox").count();
    asking.onsuccess = () => { opening.result.close(); done(asking.result === 0); };
  };
})"""
QUIET = """() => navigator.locks.query()
  .then(({ held }) => !held.some(({ name }) => name === "field-sync"))"""
CACHES = """async () => {
  const found = {};
  for (const name of await caches.keys())
    for (const request of await (await caches.open(name)).keys())
      found[`${name} ${new URL(request.url).pathname}`] = await (await (await caches.open(name)).match(request)).text();
  return found;
}"""  # noqa: E501


def until(page: Page, script: str, seconds: int = 30) -> None:
    """Wait for what a script answers in its own time: a promise is no answer yet."""
    for _try in range(seconds * 10):
        if page.evaluate(script):
            return
        page.wait_for_timeout(100)
    raise AssertionError(script)


@dataclass
class OfflineDevice:
    page: Page

    def set_up(self, *, name: str = "Samsung", passphrase: str = PASSPHRASE) -> "OfflineDevice":
        """By its holder, who is signed in; with their caseload, and able to open by itself."""
        self.install(name=name, passphrase=passphrase)
        expect(self.page.locator(".quick-actions").first).to_be_visible()
        return self

    def install(self, *, name: str = "Samsung", passphrase: str = PASSPHRASE) -> "OfflineDevice":
        """The same for somebody who may hold no case: able to open by itself."""
        self.page.goto("/campo/")
        self.page.locator("[name=name]").fill(name)
        for box in ("passphrase", "again"):
            self.page.locator(f"[name={box}]").fill(passphrase)
        self.save()
        self.page.evaluate("navigator.serviceWorker.ready.then(() => null)")
        until(self.page, TAKEN)
        self.settle()
        return self

    def settle(self) -> None:
        """Whatever is under way with the house has come to its end."""
        until(self.page, QUIET)
        self.page.wait_for_timeout(100)

    def away(self) -> "OfflineDevice":
        self.page.context.set_offline(True)
        return self

    def back(self) -> "OfflineDevice":
        self.page.context.set_offline(False)
        return self

    def reload(self) -> "OfflineDevice":
        self.page.reload()
        return self

    def unlock(self, passphrase: str = PASSPHRASE) -> "OfflineDevice":
        self.page.locator("#passphrase").fill(passphrase)
        self.save()
        expect(self.page.locator("#foot, .errors").first).to_be_attached()
        return self

    def unlocked(self) -> "OfflineDevice":
        self.unlock()
        expect(self.page.locator("#passphrase")).to_have_count(0)
        return self

    def open(self, where: str) -> "OfflineDevice":
        """By its address, as the links of the shell do."""
        self.page.evaluate("where => { location.hash = where }", where)
        self.page.wait_for_function("where => location.hash === '#' + where", arg=where)
        self.page.wait_for_timeout(150)
        return self

    def fill(self, **answers: Any) -> "OfflineDevice":
        for name, answer in answers.items():
            self._answer(name, answer)
        return self

    def _answer(self, name: str, answer: Any) -> None:
        boxes = self.page.locator(f"main [name='{name}']")
        if boxes.first.evaluate("box => box.type") in ("radio", "checkbox"):
            for each in [answer] if isinstance(answer, str | bool) else answer:
                value = "" if each is True else f"[value='{each}']"
                chosen = self.page.locator(f"main [name='{name}']{value}").first
                chosen.evaluate("box => box.scrollIntoView({ block: 'center' })")
                chosen.check(force=True)  # the box itself is seen by nobody: its label is
        elif boxes.first.evaluate("box => box.tagName") == "SELECT":
            boxes.first.select_option(answer)
        else:
            boxes.first.fill(answer)

    def save(self) -> "OfflineDevice":
        self.page.locator("main [type=submit]").click()
        return self

    def write(self, deed: str, case: str, **answers: Any) -> "OfflineDevice":
        """One deed about a case, from its card to its card."""
        self.open(f"/case/{case}/{deed}").fill(**answers).save()
        self.page.wait_for_function("ref => location.hash === '#/case/' + ref", arg=case)
        return self

    def sync(self) -> "OfflineDevice":
        """By the button, and until it is done."""
        self.open("/outbox")
        self.page.locator(".page-head button").click()
        self.settle()
        return self

    def sent(self) -> "OfflineDevice":
        """All that was written is with the house: the outbox says so, and so does the band."""
        until(self.page, EMPTY)
        expect(self.page.locator("#unsent")).to_have_class(SENT)
        return self

    @property
    def unsent(self) -> int:
        return len([row for row in self.tables()["outbox"] if not row["is_part"]])

    def states(self) -> list[str]:
        return [row["state"] for row in self.tables()["outbox"]]

    def tables(self) -> dict[str, list[dict]]:
        return self.page.evaluate(TABLES)

    def caches(self) -> dict[str, str]:
        return self.page.evaluate(CACHES)

    def lies_here(self) -> str:
        """All that the browser keeps for us, as one text."""
        stored = self.page.evaluate(
            "() => JSON.stringify([{...localStorage}, {...sessionStorage}])"
        )
        return json.dumps([self.tables(), self.caches(), stored], ensure_ascii=False)

    @property
    def cases(self) -> Locator:
        return self.page.locator(".tasks .person-name")


# Telephones for the field, each in the hand of one of our cast.


@pytest.fixture
def offline_device(phone_page, sign_in, server_errors) -> Callable[..., OfflineDevice]:
    """Set up for somebody, with their caseload; that it complains of no network is no fault."""

    def in_hand(user, language: str = "es", *, name: str = "Samsung", **options) -> OfflineDevice:
        page = phone_page(language, timezone_id=user.office.time_zone, **options)
        sign_in(page, user)
        return OfflineDevice(page).set_up(name=name)

    yield in_hand
    server_errors[:] = [each for each in server_errors if "ERR_INTERNET_DISCONNECTED" not in each]
