"""How many people are alone by what a stolen database shows of them in clear, without its keys.

    AMPARO_HOME=… python -m benchmarks.clear_columns

Counts in the installation that is configured. Each line adds columns to those of the line before;
somebody is alone whom no other person equals in all of them.
"""

import os
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

ADDED: dict[str, tuple[str, ...]] = {
    "sex, year of birth": ("sex", "birth_year"),
    "nationality": ("nationality",),
    "migration status, languages": ("migration_status", "languages"),
    "other nationalities, statelessness, literacy, interpreter, safe channel": (
        "other_nationalities", "statelessness", "literacy", "interpreter", "safe_channel",
    ),
    "of their cases: kind, risk, status, whether restricted and for what": (),
}  # fmt: skip
OF_THE_CASE = ("kind", "risk", "status", "confidentiality")


@dataclass(frozen=True)
class Line:
    """What is known beside what stood in the lines before, and how many are alone by all of it."""

    known: str
    alone: int
    people: int


def alone_by_columns() -> Iterator[Line]:
    """Yields one line for each of `ADDED`."""
    from amparo.foundation.people.models import Person

    people = list(Person.objects.order_by("pk"))
    cases = _cases()
    seen: dict[int, tuple] = {person.pk: () for person in people}
    for known, columns in ADDED.items():
        for person in people:
            told = tuple(str(getattr(person, name)) for name in columns) or cases.get(
                person.pk, ()
            )
            seen[person.pk] += (told,)
        equal = Counter(seen.values())
        yield Line(known, sum(equal[each] == 1 for each in seen.values()), len(people))


def _cases() -> dict[int, tuple]:
    from amparo.pillars.assistance.cases.models import Case

    found: dict[int, tuple] = {}
    rows = Case.objects.exclude(person=None).order_by("pk")
    for person, *told in rows.values_list("person", *OF_THE_CASE):
        found[person] = (*found.get(person, ()), *told)
    return found


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amparo.site.settings")
    django.setup()
    for line in alone_by_columns():
        sys.stdout.write(f"{line.alone:>6} of {line.people}  {line.known}\n")


if __name__ == "__main__":
    main()
