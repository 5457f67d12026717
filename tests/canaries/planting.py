"""Tells a house canaries at every door that takes words, and reads each back where it is shown."""

import contextlib
import re
import time
from dataclasses import dataclass, field
from uuid import uuid4

from tests.doors import DOORS, FILES, NOBODY
from tests.reading import Element, Page
from tests.served import ENOUGH, Served

from . import registers
from .answers import BEFORE, CHOSEN, LAST, ROADS, WHO
from .values import Aviary, Canary
from .visiting import LONGEST, Answer, Sheet, Upload, Visitor, forms_of

STEPS = 5  # as many pages as one road has
LINES = 90_000


@dataclass
class Planting:
    """What was told where, what of it is shown, and which doors would not take it."""

    served: Served
    only: tuple[str, ...] = ()
    aviary: Aviary = field(default_factory=Aviary)
    doors: set[str] = field(default_factory=set)
    closed: list[str] = field(default_factory=list)  # they opened to nobody
    read_back: set[Canary] = field(default_factory=set)
    refused: dict[Canary, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.told = self.served.told
        self.visitors = {who: self.new_visitor(who) for who in self.told["cookies"]}

    def new_visitor(self, who: str = NOBODY) -> Visitor:
        """At a screen of their own."""
        cookies = self.told["cookies"][who]
        return Visitor(self.served.port, self.told["form"], dict(cookies))

    def plant(self) -> "Planting":
        self._wait_until_open()
        asking = [route for route, door in DOORS.items() if door.get != 405]
        asking = [route for route in asking if not self.only or route in self.only]
        for route in sorted(asking, key=lambda route: LAST.index(route) if route in LAST else -1):
            opened = any(self._at_a_door(route, who) for who in self._openers(route))
            if not opened and DOORS[route].get == 200 and route not in FILES:
                self.closed.append(route)
        registers.plant(self)
        self._at_no_door()
        return self

    def look_for(self, canaries: list[Canary], page: Answer) -> None:
        if any(kind in page.headers.get("content-type", "") for kind in ("text/", "json")):
            self.read_back |= {each for each in canaries if each.is_on(page.text)}

    # One door.

    def _openers(self, route: str) -> list[str]:
        door = DOORS[route]
        if door.to_nobody or door.is_public:
            return [NOBODY]
        return [WHO[route]] if route in WHO else [who for who in self.visitors if who in door.may]

    def _at_a_door(self, route: str, who: str) -> bool:
        """Tell it what its forms ask for; whether it opened at all."""
        visitor = self.new_visitor() if who == NOBODY else self.visitors[who]
        path = self.told["doors"][route]
        if route in BEFORE:
            before = self.told["doors"][BEFORE[route]]
            visitor.post(before, [("once", str(uuid4()))], Referer=_at_home(path))
        shown = visitor.get(path)
        if shown.status != 200 or not shown.is_page:
            return False
        page = Page(shown.text)
        for form in forms_of(page):
            self.doors.add(route)
            if route in CHOSEN:  # first as somebody who skips questions
                self._skip(route, visitor, path, page, form)
            for chosen in CHOSEN.get(route, ({},)):
                self._send(route, visitor, path, page, form, chosen)
        return True

    def _skip(self, route: str, visitor: Visitor, path: str, page: Page, form: Element) -> None:
        sheet, told = self._sheet(route, page, form, {})
        self._post(visitor, path, form, sheet.only_words(), told)
        for canary in told:
            self.refused.setdefault(canary, "more was asked than words")

    def _send(self, route, visitor, path: str, page: Page, form: Element, chosen: dict) -> None:
        """The form, and those that it leads to, until something is done or refused."""
        told: list[Canary] = []
        for _step in range(STEPS):
            sheet, more = self._sheet(route, page, form, chosen)
            fields = sheet.filled()
            told += more
            answer = self._post(visitor, path, form, fields, told)
            if answer.status != 200 or route not in ROADS:
                return
            page = Page(answer.text)
            [form] = forms_of(page)

    def _sheet(self, route, page: Page, form: Element, chosen) -> tuple[Sheet, list[Canary]]:
        told: list[Canary] = []
        chosen = {
            name: value(self.told) if callable(value) else value for name, value in chosen.items()
        }

        def words(asked: Element) -> str | Upload:
            return self._words(route, asked, told)

        return Sheet(page, form, words, chosen, self.told["today"]), told

    def _post(self, visitor, path: str, form: Element, fields: list, told: list) -> Answer:
        action = form.attrs.get("action") or path
        sent = [("once", str(uuid4())), *fields]
        answer = visitor.post(action, sent, Referer=_at_home(path))
        if answer.status >= 400:
            said = f"{answer.status} {'; '.join(answer.complaints())}"
            self.refused |= dict.fromkeys(told, said)
        else:
            self._read_back(visitor, path, answer, told)
        return answer

    def _words(self, route: str, asked: Element, told: list[Canary]) -> str | Upload:
        name = asked.attrs.get("name", "")
        if name == "again":  # what was just typed, once more
            return told[-1].words
        told.append(self.aviary.new(route, name))
        return _said(asked, told[-1])

    def _read_back(self, visitor, path: str, answer: Answer, told: list[Canary]) -> None:
        """On the page that it leads to, on the page itself, or in what can be printed."""
        if answer.leads_to:
            self.look_for(told, visitor.follow(answer))
        file = re.match(r"/cases/[0-9a-f-]{36}/", answer.leads_to or path)
        for place in (path, *((f"{file[0]}print/", f"{file[0]}services/") if file else ())):
            if not self.read_back.issuperset(told):
                self.look_for(told, visitor.get(place))

    def _at_no_door(self) -> None:
        """In the box on every page, in addresses, in headers, and in what is no request at all."""
        box, path, query, headers, cookie = (
            self.aviary.new("nowhere", name)
            for name in ("box", "path", "query", "headers", "cookie")
        )
        visitor = self.visitors["caseworker"]
        visitor.post("/search/", [("q", box.words)])
        visitor.get(f"/{path.latin}/")
        visitor.get(f"/cases/?q={query.latin}&after={query.latin}&what={query.latin}")
        visitor.get("/today/", **{"User-Agent": headers.latin, "Referer": f"/{headers.latin}",
                                  "Accept-Language": headers.latin})  # fmt: skip
        stranger = self.new_visitor()
        stranger.cookies["amparo_session"] = cookie.latin
        stranger.get("/today/")
        note = self.told["doors"]["assistance:note-new"]
        self.new_visitor().post(f"{note}?q={query.latin}", [("once", str(uuid4()))])
        with contextlib.suppress(OSError, ConnectionError):
            stranger.ask(path.latin, "/", b"", {})

    def _wait_until_open(self) -> None:
        until = time.monotonic() + ENOUGH
        while time.monotonic() < until:
            try:
                if self.visitors[NOBODY].get("/alive/").status < 500:
                    return
            except OSError:
                time.sleep(0.1)
        raise TimeoutError("The house does not open.")


def _at_home(path: str) -> str:
    return f"http://localhost{path}"


def _said(asked: Element, canary: Canary) -> str | Upload:
    """A canary in the shape that the question takes."""
    kind, name = asked.attrs.get("type", "text"), asked.attrs.get("name", "")
    if kind == "file":
        # More than the house holds in memory, so that it has to lie somewhere while it arrives.
        return Upload(f"{canary.words}.txt", f"{canary.words}\n".encode() * LINES)
    shapes = {
        "email": canary.email, "number": canary.document, "value": canary.phone,
        "phone": canary.phone, "website": f"https://{canary.latin.lower()}.example.org",
        "code": canary.latin.lower(),
    }  # fmt: skip
    if shape := shapes.get(name.rpartition("_")[2]) or shapes.get(kind):
        return shape
    longest = int(asked.attrs.get("maxlength", LONGEST))
    return canary.words if longest >= len(canary.words) else canary.latin
