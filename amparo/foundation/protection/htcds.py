"""The Human Trafficking Case Data Standard 2.0 (CC BY 4.0, IOM): what its fields are called.

Pure Python. The standard settles the data, not the work; names are compared loosely because its
own tools spell them in several ways (`prs_First_Name`, `prs_FirstName`, a trailing space).
"""

from dataclasses import dataclass
from functools import cache

from .bundled_lists import data_rows


@dataclass(frozen=True)
class Field:
    """One field: where it belongs, what it holds, whether it is of the core."""

    name: str
    label: str
    section: str
    kind: str
    picklist: str
    outside_list: str
    is_core: bool
    is_deprecated: bool
    description: str


@cache
def fields() -> tuple[Field, ...]:
    """The 84 field rows of the standard, deprecated ones too."""
    return tuple(
        Field(
            name=row["field_full"], label=row["label_en"], section=row["section"],
            kind=row["type"], picklist=row["codelist"], outside_list=row["external_codelist"],
            is_core=row["core"] == "1", is_deprecated=row["status"] == "DEPRECATED",
            description=row["description_en"],
        )
        for row in data_rows("htcds_fields.csv")
    )  # fmt: skip


def plain(name: str) -> str:
    """How names and values are compared: without case, spaces or underscores."""
    return name.strip().replace("_", "").replace(" ", "").casefold()


def field_named(name: str) -> Field | None:
    """The field that a column heading means, if it is one of the standard's."""
    return _by_plain_name().get(plain(name))


@cache
def _by_plain_name() -> dict[str, Field]:
    return {plain(field.name): field for field in fields()}
