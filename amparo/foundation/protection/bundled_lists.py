"""Code lists that Amparo comes with, read from `data/`, where each line keeps its source.

Pure Python.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from amparo.foundation.core.code_lists.bundled import BundledCode, read_rows
from amparo.ui.languages import TRANSLATED

DATA = Path(__file__).parent / "data"
_OWN_COLUMNS = {"list", "code", "parent", "order", "source_mark", "source", "more", "en"}

# How the four levels of the Determinants of Migrant Vulnerability are called here.
_LEVELS = {"household": "family"}

type Row = dict[str, str]


def data_rows(name: str) -> list[Row]:
    """The lines of one data file, as they are written there."""
    return read_rows(DATA / name)


@cache
def bundled_codes() -> tuple[BundledCode, ...]:
    """Every line of every list, numbered in the order in which the files give them."""
    counted: dict[str, int] = {}
    found = []
    for line in _all():
        counted[line.list] = counted.get(line.list, 0) + 1
        found.append(replace(line, order=counted[line.list]))
    return tuple(found)


def _all() -> Iterator[BundledCode]:
    for name in (
        "core_codelists.csv", "case_codelists.csv", "editorial_codelists.csv",
        "return_reintegration_codelists.csv",
    ):  # fmt: skip
        yield from (_bundled(row["list"], row) for row in data_rows(name))
    yield from (_bundled(row["list"], row) for row in data_rows("tracing_codelists.csv"))
    yield from (_bundled("closure_reason", row) for row in data_rows("closure_reasons.csv"))
    yield from _service_types()
    yield from (
        _bundled("protection_risk", row) for row in data_rows("protection_risks_gpc15.csv")
    )
    yield from (_bundled(row["list"], row) for row in data_rows("reintegration_codelists.csv"))
    yield from (_bundled("instrument", row) for row in data_rows("instruments.csv"))
    yield from _factors()
    yield from _rights()
    yield from _obligations()
    yield from _age_bands()
    yield from _htcds()
    yield from _trafficking_indicators()
    yield from _washington_group()


def _bundled(name: str, row: Row, **given) -> BundledCode:
    """A line whose unknown columns are kept beside it."""
    extra = {key: value for key, value in row.items() if key not in _OWN_COLUMNS and value}
    extra |= dict(pair.split("=", 1) for pair in row.get("more", "").split(";") if pair)
    return BundledCode(
        list=name,
        code=given.get("code", row.get("code", "")),
        label=row["en"],
        parent=given.get("parent", row.get("parent", "")),
        source=row.get("source_mark") or row.get("source", ""),
        extra=extra | given.get("extra", {}),
    )


def _factors() -> Iterator[BundledCode]:
    for row in data_rows("vulnerability_factors.csv"):
        row["level"] = _LEVELS.get(row["level"], row["level"])
        row["ingredient"] = row.pop("ingredient_editorial")
        yield _bundled("factor", row, parent=row["level"])


def _service_types() -> Iterator[BundledCode]:
    """Each with the rights that an unmet need of it may concern: a suggestion that a person
    confirms, never a statement of law. A type without one has that of its group.
    """
    rights = {row["service_type"]: row["rights"] for row in data_rows("service_type_rights.csv")}
    for row in data_rows("service_types.csv"):
        suggested = rights.get(row["code"]) or rights.get(row["parent"], "")
        yield _bundled("service_type", row, extra={"suggested_rights": suggested.split()})


def _rights() -> Iterator[BundledCode]:
    articles: dict[str, dict[str, str]] = {}
    for row in data_rows("rights_instruments.csv"):
        articles.setdefault(row["right_code"], {})[row["instrument_code"]] = row["articles"]
    for row in data_rows("rights.csv"):
        yield _bundled("right", row, extra={"articles": articles.get(row["code"], {})})


def _obligations() -> Iterator[BundledCode]:
    for row in data_rows("duty_bearer_obligations.csv"):
        code = f"{row['right_code']}.{row['duty_type']}"
        yield _bundled("obligation", row, code=code, parent=row["right_code"])


def _age_bands() -> Iterator[BundledCode]:
    for row in data_rows("age_bands.csv"):
        named = row | {"en": row["label"].replace("-", "–")}
        yield _bundled(f"age_band_{row['scheme']}", named, code=row["label"])


def _htcds() -> Iterator[BundledCode]:
    for row in data_rows("htcds_codelists.csv"):
        yield _bundled(row.pop("field_full"), row | {"en": row.pop("label_en")})


def _trafficking_indicators() -> Iterator[BundledCode]:
    """Signs of trafficking, each under the element that it speaks of."""
    for row in data_rows("vot_indicators.csv"):
        yield _bundled("trafficking_indicator", row, parent=row.pop("element"))


def _washington_group() -> Iterator[BundledCode]:
    """The short set, its English wording unchanged; the other languages are drafts."""
    short_set = json.loads((DATA / "washington_group_ss.json").read_text(encoding="utf-8"))
    source = "Washington Group Short Set on Functioning"
    draft = {"draft": list(TRANSLATED)}
    yield BundledCode("wg_intro", "intro", short_set["intro"], source=source, extra=draft)
    for question in short_set["questions"]:
        code = question["domain"].replace("-", "_")
        yield BundledCode("wg_question", code, question["en"], source=source, extra=draft)
    for answer in short_set["options"]:
        mark = "M" if answer.get("note") == "memory" else "V"
        yield BundledCode(
            "wg_answer", str(answer["code"]), answer["en"], source=f"{mark} {source}", extra=draft
        )
