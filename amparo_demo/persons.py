"""Made-up people: believable names of many lands, ages, papers and telephones of nobody."""

import random
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from amparo.foundation.core import clock
from amparo.foundation.people.models import ConsentGiven
from amparo.foundation.people.models.consents import Choice

from .scans import scan

# How the languages that an office works in reach somebody: others need an interpreter.
WORKING = ("es", "en", "fr", "ar")
# No network of these countries gives out numbers that begin so.
PREFIXES = {"BO": "+591 100", "PE": "+51 100"}
EXPLAINED = ("interview", "purpose", "uses", "access", "retention", "withdrawal")
STATUS = {"BO": "national", "PE": "national"}


@dataclass(frozen=True)
class CountryProfile:
    """How people of one land are called, and what they speak."""

    code: str
    style: str
    languages: tuple[str, ...]
    female: tuple[tuple[str, str], ...]
    male: tuple[tuple[str, str], ...]
    family: tuple[tuple[str, str], ...]


@dataclass
class PersonProfile:
    """One made-up person: what a registration would hold of them."""

    fields: dict[str, Any]
    documents: list[dict[str, Any]] = field(default_factory=list)
    contacts: list[dict[str, Any]] = field(default_factory=list)

    def file(self) -> dict[str, Any]:
        """As `Person.register` takes it."""
        return {**self.fields, "documents": self.documents, "contacts": self.contacts}

    def speaking(self, language: str) -> "PersonProfile":
        """With a language that they know first: then nobody has to interpret."""
        known = self.fields["languages"]
        if language in known:
            self.fields["languages"] = sorted(known, key=lambda each: each != language)
            self.fields["interpreter"] = ""
        return self


@cache
def country_profiles() -> dict[str, CountryProfile]:
    text = (Path(__file__).parent / "data" / "names.toml").read_text(encoding="utf-8")
    return {code: _country_profile(code, said) for code, said in tomllib.loads(text).items()}


def _country_profile(code: str, said: dict) -> CountryProfile:
    names = {part: _names(said[part]) for part in ("female", "male", "family")}
    return CountryProfile(code, said["style"], tuple(said["languages"]), **names)


def _names(text: str) -> tuple[tuple[str, str], ...]:
    """A name and how it is written at home: “Rania رانيا”."""
    parts = (name.partition(" ") for name in text.split(", "))
    return tuple((latin, native) for latin, _, native in parts)


class PersonGenerator:
    """Draws people; the same name is not drawn twice."""

    def __init__(self, chance: random.Random, today: date):
        self.chance = chance
        self.today = today
        self._taken: set[str] = set()

    def somebody(
        self, land: str, *, sex: str = "", ages: tuple[int, int] = (19, 58), here: str = "BO"
    ) -> PersonProfile:
        sex = sex or self.chance.choice(("female", "male"))
        fields = self._names(country_profiles()[land], sex) | self._birth(*ages)
        fields |= {"sex": sex, "nationality": land, "migration_status": self._status(land)}
        fields |= self._languages(country_profiles()[land])
        born = fields["birth_year"]
        is_adult = self.today.year - born >= 18
        return PersonProfile(
            fields,
            self._papers(land) if is_adult else [],
            self._ways(here) if is_adult else [],
        )

    def child_of(self, parent: PersonProfile, *, ages: tuple[int, int] = (1, 16)) -> PersonProfile:
        """A child bears the names of the family."""
        land = country_profiles()[parent.fields["nationality"]]
        sex = self.chance.choice(("female", "male"))
        oldest = self.today.year - parent.fields["birth_year"] - 18
        ages = (min(ages[0], max(1, oldest)), max(1, min(ages[1], oldest)))
        kept = ("languages", "migration_status", "nationality")
        fields = self._names(land, sex, parent) | self._birth(*ages) | {"sex": sex}
        return PersonProfile(fields | {name: parent.fields[name] for name in kept})

    def partner_of(self, profile: PersonProfile) -> PersonProfile:
        other = {"female": "male", "male": "female"}[profile.fields["sex"]]
        born = profile.fields["birth_year"]
        age = self.today.year - born
        return self.somebody(
            profile.fields["nationality"], sex=other, ages=(max(20, age - 4), age + 5)
        )

    def _names(
        self, land: CountryProfile, sex: str, parent: PersonProfile | None = None
    ) -> dict[str, Any]:
        for _ in range(60):
            names = self._draw(land, sex)
            if parent:
                names |= _of_the_family(names, parent)
            called = " ".join(names[part] for part in ("given_names", "family_names"))
            if called not in self._taken:
                break
        self._taken.add(called)
        return names

    def _draw(self, land: CountryProfile, sex: str) -> dict[str, Any]:
        own, family = self.chance.choice(getattr(land, sex)), self.chance.choice(land.family)
        if land.style == "two":
            given = own[0]
            if self.chance.random() < 0.35:
                given = f"{given} {self._other(getattr(land, sex), given)}"
            return _named(given, family[0], self._other(land.family, family[0]))
        fathers = [name for name in land.male if name != own] if land.style == "father" else []
        between = (self.chance.choice(fathers),) if fathers else ()
        native = " ".join(part for _, part in (own, *between, family) if part)
        return _named(own[0], " ".join(name for name, _ in (*between, family)), "", native)

    def _other(self, names: tuple[tuple[str, str], ...], than: str) -> str:
        return self.chance.choice([name for name, _ in names if name != than])

    def _birth(self, youngest: int, oldest: int) -> dict[str, Any]:
        age = self.chance.randint(youngest, oldest)
        born = self.today - timedelta(days=age * 365 + self.chance.randint(20, 340))
        precision = self.chance.choices(("exact", "year", "estimated"), (80, 14, 6))[0]
        if precision != "exact":
            born = date(born.year, 1, 1)
        return {"birth_date": born, "birth_precision": precision, "birth_year": born.year}

    def _languages(self, land: CountryProfile) -> dict[str, Any]:
        first = land.languages[0]
        known = [
            language
            for language in land.languages
            if self.chance.random() < 0.7 or language == first
        ]
        return {
            "languages": known,
            "interpreter": "" if first in WORKING else first,
            "literacy": self.chance.choices(("reads_writes", "with_help", "none"), (78, 14, 8))[0],
        }

    def _status(self, land: str) -> str:
        if land in STATUS:
            return STATUS[land] if self.chance.random() < 0.6 else "returnee"
        return self.chance.choices(
            ("irregular", "asylum_seeker", "visitor", "regular_labour", "refugee", "unknown"),
            (40, 22, 12, 12, 6, 8),
        )[0]

    def _papers(self, land: str) -> list[dict[str, Any]]:
        if self.chance.random() < 0.18:
            return []
        kind = self.chance.choices(("passport", "national_id", "travel_document"), (50, 42, 8))[0]
        held_by = self.chance.choices(("person", "lost", "withheld", "authority"), (78, 14, 5, 3))[
            0
        ]
        letters = "".join(self.chance.choice("ABCDEFGHKLMNPRTUVX") for _ in range(2))
        number = f"{letters}{self.chance.randint(100_000, 999_999)}"
        expires = self.today + timedelta(days=self.chance.randint(-400, 2600))
        return [
            {"kind": kind, "number": number, "country": land, "held_by": held_by,
             "expires_on": expires}
        ]  # fmt: skip

    def _ways(self, here: str) -> list[dict[str, Any]]:
        if self.chance.random() < 0.12:
            return []
        number = f"{PREFIXES[here]} {self.chance.randint(10, 99)} {self.chance.randint(100, 999)}"
        kind = self.chance.choices(("phone", "message"), (70, 30))[0]
        return [{"kind": kind, "value": number}]


def _named(given: str, family: str, second: str = "", native: str = "") -> dict[str, Any]:
    return {
        "given_names": given, "family_names": family, "second_family_name": second,
        "original_name": native,
    }  # fmt: skip


def _of_the_family(names: dict[str, Any], parent: PersonProfile) -> dict[str, Any]:
    """The parent's family names; at home, their own name before the last of the parent's."""
    kept = {name: parent.fields[name] for name in ("family_names", "second_family_name")}
    if native := parent.fields["original_name"]:
        own, last = names["original_name"].split(" ")[0], native.split(" ")[-1]
        kept["original_name"] = f"{own} {last}"
    return kept


def agreement(
    language: str,
    *,
    until: date,
    method: str = "verbal",
    shares: Iterable = (),
    authorities: bool = False,
    guardian: str = "",
    **more,
) -> ConsentGiven:
    """What somebody agrees to on the first day: to be accompanied, and with whom to share."""
    choices = [Choice("case_management", True), Choice("contact", True)]
    choices += [Choice("share_services", True, "organization", each) for each in shares]
    choices += [
        Choice("share_authorities", authorities, "authorities"), Choice("reporting", True)
    ]  # fmt: skip
    return ConsentGiven(
        tuple(choices), method=method, language=language, explained=EXPLAINED,
        notice_version="2026-1", expires_on=until, **by_authority(guardian), **more,
    )  # fmt: skip


def by_authority(name: str) -> dict[str, Any]:
    """The authority that consents for a child, by the resolution that names it guardian."""
    if not name:
        return {}
    return {
        "given_by": "authority", "consenting_person": name, "document_issuer": name,
        "document": "Resolución de tutela provisional",
        "document_on": clock.now().date() - timedelta(days=1),
        "upload": scan("tutela.png", name, "Resolución de tutela provisional", "SIN VALOR: DEMO"),
    }  # fmt: skip
