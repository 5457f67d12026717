"""Figures for institutions: of whose areas, in which numbers, and what no page gives away."""

import csv
import io
import re
from collections import Counter
from datetime import timedelta
from itertools import pairwise

import pytest
from openpyxl import load_workbook

from amparo.foundation.core.models import AuditEntry, Office, Organization, User
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.directory.models import Mandate
from amparo.foundation.disclosure_control.audiences import RULES, Audience
from amparo.foundation.disclosure_control.audit import find_disclosures
from amparo.foundation.people.models import Place
from amparo.pillars.evidence import holdings, publishing
from amparo.pillars.evidence.figures import earlier
from amparo.pillars.evidence.models import Publication

from .made_up_months import made_up_people, signed_month

pytestmark = pytest.mark.django_db

PAGE, FILE = "/evidence/published/", "/evidence/published/csv/"
# Counts that no rounded number equals, and that stand nowhere else in a page.
WOMEN, MEN, GIRLS, FEW = 1141, 288, 61, 3


@pytest.fixture
def north(db):
    return Place.create(by=None, name="Altiplano Norte", kind="region", country="BO")


@pytest.fixture
def south(db):
    return Place.create(by=None, name="Valles del Sur", kind="region", country="BO")


@pytest.fixture
def ministry(db):
    return Organization.found(by=None, name="Ministerio de Movilidad", kind="government")


@pytest.fixture
def focal(ministry):
    return focal_point_of(ministry)


def focal_point_of(institution):
    office = Office.objects.create(organization=institution, name=institution.name, country="BO")
    email = f"focal{institution.pk}@example.org"
    user = User.objects.create_user(email, "Gonzalo Ibáñez", language="en")
    user.add_role("official", by=None, office=office)
    return user


@pytest.fixture
def month(office):
    return earlier(office.today(), 1)


@pytest.fixture
def people(north, south):
    here, there = str(north.pk), str(south.pk)
    return made_up_people({
        (here, "female", "adult"): WOMEN, (here, "male", "adult"): MEN,
        (here, "female", "child"): GIRLS, (here, "male", "child"): FEW,
        (there, "female", "adult"): 812,
    })  # fmt: skip


@pytest.fixture
def signed(people, office, month, data_officer, supervisor):
    return signed_month(people, office=office, month=month, by=data_officer, signer=supervisor)


@pytest.fixture
def mandate(ministry, north, administrator):
    return Mandate.add(ministry, by=administrator, place=north, since=administrator.office.today())


@pytest.fixture
def reader(client, focal):
    client.force_login(focal)
    return client


def body(page):
    """What of a page depends on figures: without the tokens that differ each time."""
    main = page.text.partition("<main")[2].partition("</main>")[0]
    return re.sub(r"(value|nonce|content)=\"[\w-]{20,}\"", "", main)


def numbers_in(page):
    """Every number of the tables and pictures of a page, titles and descriptions included."""
    main = body(page)
    spoken = r"(?:title|alt|value|data-(?!token)\w+|aria-(?:label|description))=\"([^\"]*)\""
    text = " ".join([*re.findall(r">([^<]+)<", main), *re.findall(spoken, main)])
    text = re.sub(r"\b\w{3} 20\d\d\b|Numbers (are rounded to|under) 5", "", text)
    return [int(each.replace(",", "")) for each in re.findall(r"\d[\d,]*", text)]


EXACT = {WOMEN, MEN, GIRLS, FEW, WOMEN + GIRLS, MEN + FEW, WOMEN + MEN, GIRLS + FEW, 812,
         WOMEN + MEN + GIRLS + FEW, WOMEN + MEN + GIRLS + FEW + 812}  # fmt: skip


# Whose figures.


def test_without_a_mandate_the_page_says_whom_to_ask(reader, signed):
    publishing.publish_all()
    page = reader.get(PAGE)
    assert "Your institution has no area here yet" in page.text
    assert "an administrator adds the area" in page.text
    assert not numbers_in(page)


def test_before_a_month_is_signed_it_says_that_nothing_needs_to_be_done(reader, mandate):
    publishing.publish_all()
    assert "No signed month yet" in reader.get(PAGE).text


def test_signing_and_mandates_have_figures_published(reader, signed, mandate, run_jobs):
    run_jobs()
    publication = Publication.objects.get()
    assert (publication.recipient, publication.month) == (mandate.organization, signed.month)
    page = reader.get(PAGE).text
    assert "Altiplano Norte" in page
    assert "Persons assisted" in page
    assert signed.office.name in page
    assert "Numbers are rounded to 5. Parts may not add up to the total." in page


def test_only_areas_of_the_mandate_are_shown(reader, signed, mandate, south):
    publishing.publish_all()
    assert south.name not in reader.get(PAGE).text
    assert str(south.pk) not in Publication.objects.get().areas


def test_what_nobody_signed_is_shown_to_nobody(
    reader, people, office, month, data_officer, supervisor, mandate
):
    report = signed_month(people, office=office, month=month, by=data_officer, signer=supervisor)
    report.state, report.signed_by = report.State.FROZEN, None
    report.save()
    publishing.publish_all()
    assert not Publication.objects.exists()
    assert "No signed month yet" in reader.get(PAGE).text


def test_figures_that_are_not_those_that_were_signed_leave_the_office_to_nobody(signed, mandate):
    frozen = signed.figures.get()
    frozen.figures = frozen.figures | {"month": {}}
    frozen.save()
    publishing.publish_all()
    assert not Publication.objects.exists()


def test_another_institution_sees_nothing_of_it(client, signed, mandate):
    publishing.publish_all()
    police = Organization.found(by=None, name="Policía", kind="government")
    client.force_login(focal_point_of(police))
    page = client.get(PAGE)
    assert "Altiplano Norte" not in page.text
    assert not numbers_in(page)
    assert len(list(csv.reader(client.get(FILE).text.splitlines()))) == 1


def test_when_the_mandate_ends_so_do_the_figures(reader, signed, mandate, administrator):
    publishing.publish_all()
    mandate.end(by=administrator)
    page = reader.get(PAGE)
    assert "Your institution has no area here yet" in page.text
    assert not numbers_in(page)
    # It holds them all the same, and audits go on counting with that.
    assert len(holdings.held_by(mandate.organization)) == 1


def test_a_town_is_too_small(reader, signed, ministry, north, administrator):
    town = Place.create(by=None, name="Villa Sur", kind="town", country="BO", within=north)
    Mandate.add(ministry, by=administrator, place=town, since=administrator.office.today())
    publishing.publish_all()
    page = reader.get(PAGE)
    assert "areas as small as Villa Sur" in page.text
    assert not Publication.objects.exists()


def test_a_country_is_all_its_areas(reader, signed, ministry, north, south, administrator):
    country = Place.create(by=None, name="Bolivia", kind="country", country="BO")
    for each in (north, south):
        each.change(by=administrator, within=country)
    Mandate.add(ministry, by=administrator, place=country, since=administrator.office.today())
    publishing.publish_all()
    page = reader.get(PAGE).text
    assert north.name in page
    assert south.name in page


@pytest.mark.parametrize(
    "who", ["caseworker", "supervisor", "data_officer", "administrator", "auditor", "nurse"]
)
def test_nobody_else_has_this_page(client, request, who):
    client.force_login(request.getfixturevalue(who))
    assert client.get(PAGE).status_code == 404
    assert client.get(FILE).status_code == 404


def test_what_was_looked_at_is_in_the_audit_log(reader, signed, mandate):
    publishing.publish_all()
    reader.get(PAGE)
    events = set(AuditEntry.objects.values_list("event", flat=True))
    assert {"mandate.added", "publication.made", "publication.listed"} <= events


# Which numbers.


def test_every_number_is_rounded_and_small_ones_are_not_shown(reader, signed, mandate):
    publishing.publish_all()
    page = reader.get(PAGE)
    found = numbers_in(page)
    assert found
    assert {each % 5 for each in found} == {0}
    assert not EXACT & set(found)
    assert not {0, 1, 2, 3, 4} & set(found)
    rows = list(csv.DictReader(reader.get(FILE).text.lstrip("\ufeff").splitlines()))
    assert {row["note"] for row in rows} == {"not shown", "rounded to 5"}
    assert all(int(row["persons"]) % 5 == 0 for row in rows if row["persons"])
    assert all(bool(row["persons"]) != (row["note"] == "not shown") for row in rows)


def test_no_exact_number_stands_anywhere_in_source_file_or_headers(reader, signed, mandate):
    publishing.publish_all()
    for address in (PAGE, FILE):
        answer = reader.get(address)
        said = answer.text.partition("<main")[2] or answer.text
        said += str(dict(answer.headers))
        for exact in EXACT - {FEW}:
            for written in (str(exact), f"{exact:,}"):
                assert not re.search(rf"(?<![\w.-]){written}(?![\w.-])", said), (address, written)


def test_a_publication_holds_no_count(signed, mandate):
    """Also what is stored sealed knows bounds alone."""
    publishing.publish_all()
    cells = Publication.objects.get().published.cells
    counts = {each.people.low for each in cells if each.people.low == each.people.high}
    assert not counts


def test_an_address_cannot_ask_for_more(reader, signed, mandate, south):
    """A filter padded through the address changes nothing: there is none."""
    publishing.publish_all()
    plain = body(reader.get(PAGE))
    for padding in (
        f"?area={south.pk}", "?sex=female&age_group=child", "?month=2999-01", "?month=x",
        "?group=women", "?office=1", "?audience=office", "?fund=1&kind=trafficking",
        f"?by=area2&area1={south.pk}&exact=1",
    ):  # fmt: skip
        assert body(reader.get(PAGE + padding)) == plain, padding


def test_no_cache_keeps_the_page_of_one_reader_for_another(client, focal, signed, mandate,
                                                           data_officer):  # fmt: skip
    publishing.publish_all()
    client.force_login(focal)
    for address in (PAGE, FILE):
        assert client.get(address).headers["Cache-Control"] == "private, no-store"
    outside = body(client.get(PAGE))
    client.force_login(data_officer)
    inside = client.get(signed.get_absolute_url())
    assert "no-store" in inside.headers["Cache-Control"]
    assert f"{WOMEN + MEN + GIRLS + FEW + 812:,}" in inside.text  # exact, in the office
    client.force_login(focal)
    assert client.get(signed.get_absolute_url()).status_code == 404
    assert body(client.get(PAGE)) == outside


# Attacks on what was really published.


def test_no_small_number_follows_from_all_that_the_institution_holds(
    ministry, people, office, other_office, month, data_officer, supervisor, administrator, north,
    south,
):  # fmt: skip
    """Linear programs over every table of two areas, three months and an office above."""
    office.parent = None
    other_office.parent = office
    other_office.save()
    for place in (north, south):
        Mandate.add(ministry, by=administrator, place=place, since=office.today())
    said = {"by": data_officer, "signer": supervisor}
    for back in range(3):
        here, there = (
            people[back * 40 :],
            made_up_people(
                {(str(north.pk), "male", "child"): 2, (str(south.pk), "female", "adult"): 31},
                seed=back,
            ),
        )
        day = earlier(month, back)
        signed_month(here, office=office, month=day, **said)
        signed_month(here + there, office=office, month=day, is_with_branches=True, **said)
    publishing.publish_all()
    held = holdings.held_by(ministry)
    assert len(held) == 6
    assert find_disclosures(held, RULES[Audience.GOVERNMENT]) == []


def test_the_same_people_are_the_same_number_in_every_month(
    reader, people, office, month, data_officer, supervisor, mandate
):
    said = {"office": office, "by": data_officer, "signer": supervisor}
    for back in range(4):
        signed_month(people, month=earlier(month, back), **said)
    publishing.publish_all()
    tables = [each.published for each in Publication.objects.order_by("month")]
    assert len({tuple(cell.people for cell in table.cells) for table in tables}) == 1
    pages = {
        body(reader.get(f"{PAGE}?month={earlier(month, back):%Y-%m}")).partition("<table")[2]
        .partition("</table>")[0]
        for back in range(4)
    }  # fmt: skip
    assert len(pages) == 1


def test_two_months_subtracted_do_not_say_how_many_came(
    people, office, month, data_officer, supervisor, mandate, north
):
    """One, two or three more each month: the difference of what is shown is 0 or a multiple of 5,
    and says the right number less often than a guess would.
    """
    said = {"office": office, "by": data_officer, "signer": supervisor}
    came = [1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2]
    growing = list(people)
    for back in range(11, -1, -1):
        signed_month(growing, month=earlier(month, back), **said)
        if back:
            growing += made_up_people(
                {(str(north.pk), "female", "adult"): came[11 - back]}, seed=100 + back
            )
    publishing.publish_all()
    shown = []
    for each in Publication.objects.order_by("month"):
        [cell] = [
            cell for cell in each.published.cells
            if cell.values[1] == str(north.pk) and cell.values[2:] == (None, None)
        ]  # fmt: skip
        shown.append(cell.people.number)
    differences = [after - before for before, after in pairwise(shown)]
    assert all(each % 5 == 0 for each in differences)
    assert not set(differences) & set(came)


def test_a_table_for_a_restricted_kind_by_area_is_refused(
    reader, signed, mandate, office, data_officer, supervisor, month, people
):
    """A definition that an office wrote anew, of victims of trafficking by area."""
    from amparo.pillars.evidence.models import Indicator

    Indicator.objects.get(code="OPT-3").define(
        {"count": "persons", "of": "services", "where": {"kind": ["trafficking"]},
         "by": ["area1", "sex"]}, by=data_officer,
    )  # fmt: skip
    signed_month(
        people, office=office, month=earlier(month, 1), by=data_officer, signer=supervisor,
        code="OPT-3",
    )  # fmt: skip
    publishing.publish_all()
    refused = Publication.objects.get(version__indicator__code="OPT-3")
    assert refused.refused_because == "restricted-months"
    assert not refused.table
    page = reader.get(f"{PAGE}?month={earlier(month, 1):%Y-%m}")
    assert "Restricted cases are not published by kind, area and month together." in page.text


def test_publishing_twice_gives_nothing_twice(signed, mandate, south, ministry, administrator):
    publishing.publish_all()
    publishing.publish_all()
    assert Publication.objects.count() == 1
    Mandate.add(ministry, by=administrator, place=south, since=administrator.office.today())
    publishing.publish_all()
    assert Counter(each.areas[0] for each in Publication.objects.all())[str(south.pk)] == 1
    assert Publication.objects.count() == 2


# Mandates.


def test_an_administrator_sets_the_areas(client, administrator, ministry, north):
    client.force_login(administrator)
    assert ministry.name in client.get("/directory/mandates/").text
    url = f"/directory/institutions/{ministry.ref}/mandate/"
    said = {"place": str(north.ref), "since": administrator.office.today().isoformat()}
    assert client.post(url, said).status_code == 303
    mandate = Mandate.objects.get()
    assert (mandate.place, mandate.by) == (north, administrator)
    answer = client.post(url, said)
    assert answer.status_code == 422
    assert "This area is part of the mandate already." in answer.text
    assert north.name in client.get("/directory/mandates/").text
    assert client.post(f"/directory/mandates/{mandate.ref}/end/").status_code == 303
    mandate.refresh_from_db()
    assert mandate.ended_by == administrator


def test_only_government_has_a_mandate(organization, north, administrator):
    with pytest.raises(Refusal):
        Mandate.add(
            organization, by=administrator, place=north, since=administrator.office.today()
        )


def test_a_mandate_that_has_not_begun_shows_nothing(
    reader, signed, ministry, north, administrator
):
    later = administrator.office.today() + timedelta(days=3)
    Mandate.add(ministry, by=administrator, place=north, since=later)
    publishing.publish_all()
    assert not Publication.objects.exists()
    assert "Your institution has no area here yet" in reader.get(PAGE).text


@pytest.mark.parametrize("who", ["supervisor", "data_officer", "official", "caseworker"])
def test_nobody_else_sets_them(client, request, who, ministry):
    client.force_login(request.getfixturevalue(who))
    assert client.get("/directory/mandates/").status_code == 404
    url = f"/directory/institutions/{ministry.ref}/mandate/"
    assert client.get(url).status_code in (403, 404)


def test_the_same_numbers_leave_as_a_workbook(reader, signed, mandate):
    publishing.publish_all()
    rows = [*csv.reader(io.StringIO(reader.get(f"{PAGE}csv/").text.lstrip("\ufeff")))]
    answer = reader.get(f"{PAGE}csv/?format=xlsx")
    assert answer.content[:2] == b"PK"
    assert "no-store" in answer.headers["Cache-Control"]
    book = load_workbook(io.BytesIO(answer.content))
    found = [
        ["" if cell.value is None else str(cell.value) for cell in row]
        for row in book.active.iter_rows()
    ]
    assert [row for row in found if any(row)] == rows
