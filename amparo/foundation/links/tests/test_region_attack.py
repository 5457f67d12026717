"""Who reads every page of a region, and knows how it is counted, finds no small number."""

import re
from collections import defaultdict
from random import Random

import pytest

from amparo.foundation.disclosure_control.audiences import BASE
from amparo.foundation.disclosure_control.linear_programs import LinearProgram
from amparo.foundation.links.counting import count_month
from amparo.foundation.links.extension_points import pattern_sources
from amparo.foundation.links.models import Pattern, PatternFigure
from amparo.foundation.links.rollup import (
    RULE,
    THRESHOLD,
    PatternKey,
    UnmetCase,
    group_of,
    partition,
)
from amparo.foundation.people.models import Place
from tests.support.html import Page

pytestmark = pytest.mark.django_db
SERVICES = ("shelter.rent", "shelter.emergency", "health.primary")
RIGHTS = ("", "housing", "health")


@pytest.fixture
def land():
    """A country, its two regions and their seven towns."""
    country = Place.create(by=None, name="Bolivia", kind="country", country="BO")
    regions = [
        Place.create(by=None, name=name, kind="region", country="BO", within=country)
        for name in ("Altiplano", "Costa")
    ]
    towns = [
        Place.create(by=None, name=f"Town {n}", kind="town", country="BO", within=regions[n % 2])
        for n in range(7)
    ]
    return [country, *regions, *towns]


def needs_of(land, seed):
    """Unmet needs of a month, most of them few of a kind in a place."""
    chance, found = Random(seed), []
    for place in land[1:]:
        for service in SERVICES:
            for right in RIGHTS:
                for _each in range(chance.choice((0, 0, 1, 2, 3, 4, 4, 9))):
                    found.append(UnmetCase(len(found), place.pk, service, right))
    return found


def shown_on_pages(client, land):
    """The figure of every pattern that stands on a page, by its address."""
    found = {}
    for place in ("", *(each.ref.hex for each in land[:3])):
        page = Page(client.get(f"/chain/?place={place}").text)
        links = [each for each in page.all("a") if "/patterns/" in each.attrs["href"]]
        for cell in page.all("td"):
            if figure := re.match(r"(\d+) cas", cell.text):
                [link] = [each for each in links if each.around("tr") is cell.around("tr")]
                found[link.attrs["href"]] = int(figure[1])
    return found


def kept_from(hidden, patterns, within):
    """Cells that are together too few to be shown somewhere, and so are shown in a wider one."""
    found = defaultdict(set)
    for number, (key, pattern) in enumerate(zip(hidden, patterns, strict=True)):
        place, group = key.place, group_of(key.service_type)
        wider = [PatternKey(place, key.service_type, ""), PatternKey(place, group, "")]
        while (place := within[place]) is not None:
            wider.append(PatternKey(place, group, ""))
        for each in wider:
            if each == pattern:
                break
            found[each].add(number)
    return found


@pytest.mark.parametrize("seed", range(6))
def test_no_hidden_number_can_be_worked_out(seed, land, client, policy_officer, monkeypatch):
    """Unknown are the cases of every place, service and right that are too few to be shown. Known
    are all figures, what is counted in each, and what together was too few to be shown.
    """
    needs, within = needs_of(land, seed), dict(Place.objects.values_list("pk", "within"))
    monkeypatch.setattr(pattern_sources, "content", [lambda month: iter(needs)])
    count_month(policy_officer.office.today().replace(day=1))
    client.force_login(policy_officer)
    shown = shown_on_pages(client, land)
    assert len(shown) == Pattern.objects.count() == PatternFigure.objects.count() > 5
    assert all(count >= BASE and count % BASE == 0 for count in shown.values())

    cells = defaultdict(set)
    for each in needs:
        cells[PatternKey(each.place, each.service_type, each.right)].add(each.key)
    hidden = [key for key, members in cells.items() if len(members) < THRESHOLD]
    counted_in = {
        member: (key, cell) for key, cell in partition(needs, within).items()
        for member in cell.members
    }  # fmt: skip
    patterns = [counted_in.get(min(cells[key]), (None, None))[0] for key in hidden]
    program = LinearProgram(len(hidden))
    for number in range(len(hidden)):
        program.add_row({number: 1}, 0, THRESHOLD - 1)
    for numbers in kept_from(hidden, patterns, within).values():
        program.add_row(dict.fromkeys(numbers, 1), 0, THRESHOLD - 1)
    for pattern in {each for each in patterns if each is not None}:
        if len(cells.get(pattern, ())) >= THRESHOLD:
            continue  # how many lie in it beside them is not known
        [row] = Pattern.objects.filter(
            place=pattern.place, service_type=pattern.service_type, right=pattern.right
        )
        count = shown[row.get_absolute_url()]
        numbers = [number for number, each in enumerate(patterns) if each == pattern]
        low = max(THRESHOLD, count - BASE + 1)
        program.add_row(dict.fromkeys(numbers, 1), low, count + BASE - 1)
    for number, key in enumerate(hidden):
        low, high = (
            program.optimize([number], is_maximum=is_maximum).values[number]
            for is_maximum in (False, True)
        )
        assert high - low >= RULE.minimum_width - 0.001, (key, low, high)
