"""A register of people that nobody is, brought in twice: as CSV, and as a spreadsheet."""

import csv
import io
import time
from typing import TYPE_CHECKING

import openpyxl

from tests.reading import Page
from tests.served import ENOUGH

from .values import Canary
from .visiting import Answer, Sheet, Upload, Visitor

if TYPE_CHECKING:
    from .planting import Planting

DOOR = "assistance:register-file-new"
HEADER = ("Nº", "Nombres", "Apellidos", "Sexo", "Fecha de nacimiento", "Nacionalidad",
          "Teléfono", "Pasaporte", "Nombre de la madre", "Observaciones")  # fmt: skip
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def plant(planting: "Planting") -> None:
    kinds = ((1, "csv", _as_csv, "text/csv"), (3, "xlsx", _as_sheet, SHEET))
    for first, ending, written, kind in kinds:
        told = _people(planting, ending)
        named = planting.aviary.new(DOOR, f"{ending}, name of the file")
        upload = Upload(f"{named.words}.{ending}", written(list(_rows(told, first))), kind)
        _bring_in(planting, upload, [*told.values(), named])


def _people(planting: "Planting", ending: str) -> dict[str, Canary]:
    """One who can enter, and one whose row is to be corrected."""
    return {
        f"{who}: {column}": planting.aviary.new(DOOR, f"{ending}, {who}: {column}")
        for who in ("enters", "stays out")
        for column in ("Nombres", "Apellidos", "Teléfono", "Pasaporte", "Nombre de la madre")
    }


def _rows(told: dict[str, Canary], first: int):
    """Canaries' names are all alike: the second file's are of other people by sex and birth."""
    yield HEADER
    sex, day = {1: ("Mujer", "14/03/1992"), 3: ("Hombre", "27/09/1961")}[first]
    for at, (who, born) in enumerate((("enters", day), ("stays out", "31/11/1990"))):
        of = {name.partition(": ")[2]: canary for name, canary in told.items() if who in name}
        yield (
            str(first + at), of["Nombres"].words, of["Apellidos"].words, sex, born, "Bolivia",
            of["Teléfono"].phone, of["Pasaporte"].document, of["Nombre de la madre"].words, "",
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
    path = planting.told["doors"][DOOR]
    columns = visitor.follow(_send(planting, visitor, path, upload))
    file = visitor.follow(_send(planting, visitor, columns.path, upload, shown=columns))
    file = _when_done(visitor, file.path)
    planting.look_for(told, file)
    planting.look_for(told, visitor.get(f"{file.path}to-correct/"))
    assert "/bring/" in file.text, "Nobody in it may enter."
    visitor.post(f"{file.path}bring/", [])
    planting.look_for(told, _when_done(visitor, file.path))


def _send(planting, visitor: Visitor, path: str, upload: Upload, *, shown=None) -> Answer:
    """The one form of that page, as it stands; the file where one is asked for."""
    page = Page((shown or visitor.get(path)).text)
    form = [
        form for form in page.all("form")
        if form.attrs.get("method") == "post" and form.attrs.get("role") != "search"
        and any(each.is_in(form) for each in page.fields)
    ][-1]  # fmt: skip
    sheet = Sheet(page, form, lambda asked: upload, {"encoding": "", "opens_cases": "on"}, "")
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
