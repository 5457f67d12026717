"""Submits canaries through every form that takes text, and through imported registers."""

import contextlib
import csv
import io
import re
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import uuid4

import openpyxl

from tests.crash.web import ENOUGH, Served
from tests.support.html import Element, Page
from tests.support.route_kinds import NOBODY
from tests.support.route_permissions import FILES, ROUTE_PERMISSIONS

from .byte_search import Canary, CanaryRegistry
from .http_client import (
    BEFORE,
    FORM_CHOICES,
    LAST,
    LONGEST,
    MULTI_STEP_ROUTES,
    WHO,
    Answer,
    Sheet,
    Upload,
    Visitor,
    forms_of,
)

if TYPE_CHECKING:
    pass

STEPS = 5  # as many pages as one road has
LINES = 90_000


@dataclass
class Planting:
    """What was told where, what of it is shown, and which routes would not take it."""

    served: Served
    only: tuple[str, ...] = ()
    aviary: CanaryRegistry = field(default_factory=CanaryRegistry)
    routes: set[str] = field(default_factory=set)
    closed: list[str] = field(default_factory=list)  # they opened to nobody
    read_back: set[Canary] = field(default_factory=set)
    refused: dict[Canary, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.connection = self.served.connection
        self.visitors = {who: self.new_visitor(who) for who in self.connection["cookies"]}

    def new_visitor(self, who: str = NOBODY) -> Visitor:
        """At a screen of their own."""
        cookies = self.connection["cookies"][who]
        return Visitor(self.served.port, self.connection["form"], dict(cookies))

    def plant(self) -> "Planting":
        self._wait_until_open()
        asking = [route for route, door in ROUTE_PERMISSIONS.items() if door.get != 405]
        asking = [route for route in asking if not self.only or route in self.only]
        for route in sorted(asking, key=lambda route: LAST.index(route) if route in LAST else -1):
            opened = any(self._at_a_route(route, who) for who in self._openers(route))
            if not opened and ROUTE_PERMISSIONS[route].get == 200 and route not in FILES:
                self.closed.append(route)
        plant_register(self)
        self._outside_routes()
        return self

    def add_sought_person(self, canaries: list[Canary], page: Answer) -> None:
        if any(kind in page.headers.get("content-type", "") for kind in ("text/", "json")):
            self.read_back |= {each for each in canaries if each.is_on(page.text)}

    # One route.

    def _openers(self, route: str) -> list[str]:
        door = ROUTE_PERMISSIONS[route]
        if door.to_nobody or door.is_public:
            return [NOBODY]
        return [WHO[route]] if route in WHO else [who for who in self.visitors if who in door.may]

    def _at_a_route(self, route: str, who: str) -> bool:
        """Tell it what its forms ask for; whether it opened at all."""
        visitor = self.new_visitor() if who == NOBODY else self.visitors[who]
        path = self.connection["paths"][route]
        if route in BEFORE:
            before = self.connection["paths"][BEFORE[route]]
            visitor.post(before, [("once", str(uuid4()))], Referer=_at_home(path))
        shown = visitor.get(path)
        if shown.status != 200 or not shown.is_page:
            return False
        page = Page(shown.text)
        for form in forms_of(page):
            self.routes.add(route)
            if route in FORM_CHOICES:  # first as somebody who skips questions
                self._skip(route, visitor, path, page, form)
            for chosen in FORM_CHOICES.get(route, ({},)):
                self._send(route, visitor, path, page, form, chosen)
        return True

    def _skip(self, route: str, visitor: Visitor, path: str, page: Page, form: Element) -> None:
        sheet, told = self._sheet(route, page, form, {})
        self._post(visitor, path, form, sheet.only_texts(), told)
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
            if answer.status != 200 or route not in MULTI_STEP_ROUTES:
                return
            page = Page(answer.text)
            [form] = forms_of(page)

    def _sheet(self, route, page: Page, form: Element, chosen) -> tuple[Sheet, list[Canary]]:
        told: list[Canary] = []
        chosen = {
            name: value(self.connection) if callable(value) else value
            for name, value in chosen.items()
        }

        def text(asked: Element) -> str | Upload:
            return self._text(route, asked, told)

        return Sheet(page, form, text, chosen, self.connection["today"]), told

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

    def _text(self, route: str, asked: Element, told: list[Canary]) -> str | Upload:
        name = asked.attrs.get("name", "")
        if name == "again":  # what was just typed, once more
            return told[-1].text
        told.append(self.aviary.new(route, name))
        return _said(asked, told[-1])

    def _read_back(self, visitor, path: str, answer: Answer, told: list[Canary]) -> None:
        """On the page that it leads to, on the page itself, or in what can be printed."""
        if answer.leads_to:
            self.add_sought_person(told, visitor.follow(answer))
        file = re.match(r"/cases/[0-9a-f-]{36}/", answer.leads_to or path)
        for place in (path, *((f"{file[0]}print/", f"{file[0]}services/") if file else ())):
            if not self.read_back.issuperset(told):
                self.add_sought_person(told, visitor.get(place))

    def _outside_routes(self) -> None:
        """In the box on every page, in addresses, in headers, and in what is no request at all."""
        box, path, query, headers, cookie = (
            self.aviary.new("nowhere", name)
            for name in ("box", "path", "query", "headers", "cookie")
        )
        visitor = self.visitors["caseworker"]
        visitor.post("/search/", [("q", box.text)])
        visitor.get(f"/{path.latin}/")
        visitor.get(f"/cases/?q={query.latin}&after={query.latin}&what={query.latin}")
        visitor.get("/today/", **{"User-Agent": headers.latin, "Referer": f"/{headers.latin}",
                                  "Accept-Language": headers.latin})  # fmt: skip
        stranger = self.new_visitor()
        stranger.cookies["amparo_session"] = cookie.latin
        stranger.get("/today/")
        note = self.connection["paths"]["cases:note-new"]
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
        raise TimeoutError("This Amparo site does not open.")


def _at_home(path: str) -> str:
    return f"http://localhost{path}"


def _said(asked: Element, canary: Canary) -> str | Upload:
    """A canary in the shape that the question takes."""
    kind, name = asked.attrs.get("type", "text"), asked.attrs.get("name", "")
    if kind == "file" and ".txt" not in asked.attrs.get("accept", ".txt"):
        body = f"{canary.text}\n".encode() * LINES
        return Upload(f"{canary.text}.pdf", b"%PDF-1.4\n" + body + b"%%EOF\n", "application/pdf")
    if kind == "file":
        # More than the house holds in memory, so that it has to lie somewhere while it arrives.
        return Upload(f"{canary.text}.txt", f"{canary.text}\n".encode() * LINES)
    shapes = {
        "email": canary.email, "number": canary.document, "value": canary.phone,
        "phone": canary.phone, "website": f"https://{canary.latin.lower()}.example.org",
        "code": canary.latin.lower(),
    }  # fmt: skip
    if shape := shapes.get(name.rpartition("_")[2]) or shapes.get(kind):
        return shape
    longest = int(asked.attrs.get("maxlength", LONGEST))
    return canary.text if longest >= len(canary.text) else canary.latin


# A register of people that nobody is, brought in twice: as CSV, and as a spreadsheet.

REGISTER_ROUTE = "intake:register-file-new"
# What the pages of a list from elsewhere ask besides the file.
FILE_ANSWERS = {"encoding": "", "opens_cases": "on", "minors_came_with": "unknown"}
HEADER = ("Nº", "Nombres", "Apellidos", "Sexo", "Fecha de nacimiento", "Nacionalidad",
          "Teléfono", "Pasaporte", "Nombre de la madre", "Observaciones")  # fmt: skip
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def plant_register(planting: "Planting") -> None:
    kinds = ((1, "csv", _as_csv, "text/csv"), (3, "xlsx", _as_sheet, SHEET))
    for first, ending, written, kind in kinds:
        told = _people(planting, ending)
        named = planting.aviary.new(REGISTER_ROUTE, f"{ending}, name of the file")
        upload = Upload(f"{named.text}.{ending}", written(list(_rows(told, first))), kind)
        _bring_in(planting, upload, [*told.values(), named])


def _people(planting: "Planting", ending: str) -> dict[str, Canary]:
    """One who can enter, and one whose row is to be corrected."""
    return {
        f"{who}: {column}": planting.aviary.new(REGISTER_ROUTE, f"{ending}, {who}: {column}")
        for who in ("enters", "stays out")
        for column in ("Nombres", "Apellidos", "Teléfono", "Pasaporte", "Nombre de la madre")
    }


def _rows(told: dict[str, Canary], first: int):
    """Canaries' names are all alike: the second file's are of other people by sex and birth."""
    yield HEADER
    sex, day, country = {
        1: ("Mujer", "14/03/1992", "Bolivia"), 3: ("Hombre", "05/02/1941", "Vietnam"),
    }[first]  # fmt: skip
    for at, (who, born) in enumerate((("enters", day), ("stays out", "31/11/1990"))):
        of = {name.partition(": ")[2]: canary for name, canary in told.items() if who in name}
        yield (
            str(first + at), of["Nombres"].text, of["Apellidos"].text, sex, born, country,
            of["Teléfono"].phone, of["Pasaporte"].document, of["Nombre de la madre"].text, "",
        )  # fmt: skip


def _as_csv(rows: list[tuple]) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def _as_sheet(rows: list[tuple]) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def _bring_in(planting: "Planting", upload: Upload, told: list[Canary]) -> None:
    visitor = planting.visitors["data_officer"]
    path = planting.connection["paths"][REGISTER_ROUTE]
    columns = visitor.follow(_send(planting, visitor, path, upload))
    file = visitor.follow(_send(planting, visitor, columns.path, upload, shown=columns))
    file = _when_done(visitor, file.path)
    planting.add_sought_person(told, file)
    planting.add_sought_person(told, visitor.get(f"{file.path}to-correct/"))
    assert "/bring/" in file.text, "Nobody in it may enter."
    visitor.post(f"{file.path}bring/", [])
    planting.add_sought_person(told, _when_done(visitor, file.path))


def _send(planting, visitor: Visitor, path: str, upload: Upload, *, shown=None) -> Answer:
    """The one form of that page, as it stands; the file where one is asked for."""
    page = Page((shown or visitor.get(path)).text)
    form = [
        form for form in page.all("form")
        if form.attrs.get("method") == "post" and form.attrs.get("role") != "search"
        and any(each.is_in(form) for each in page.fields)
    ][-1]  # fmt: skip
    sheet = Sheet(page, form, lambda asked: upload, FILE_ANSWERS, "")
    answer = visitor.post(path, sheet.filled())
    if answer.status >= 400:
        raise AssertionError(f"{path}: {answer.status} {answer.complaints()}")
    return answer


def _when_done(visitor: Visitor, path: str) -> Answer:
    """The page of a file, once nothing works on it any more."""
    until = time.monotonic() + ENOUGH
    while time.monotonic() < until:
        answer = visitor.get(path)
        if "progress=1" not in answer.text and "/go-on/" not in answer.text:
            return answer
        time.sleep(0.2)
    raise TimeoutError("Nobody works on the register.")
