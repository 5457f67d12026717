"""An answered flag stays readable: on its case, on the page of all its answers, and on paper."""

import pytest

from amparo.pillars.assistance.cases.summary import build_summary
from amparo.pillars.assistance.intake.models import Screening

pytestmark = pytest.mark.django_db
LABEL = "Intention to seek asylum, or fear of return"


@pytest.fixture
def flag(case, caseworker, colleague):
    Screening.hold(case, by=caseworker, asylum_wish=True)
    flag = case.protectionflags.get()
    first = flag.answer(by=colleague, code="referred", text="To the legal clinic.")
    flag.answer(by=caseworker, code="taken_to_authority", text="We went.", seen=str(first.ref))
    return flag


def page_of(client, user, url):
    client.force_login(user)
    return client.get(url).content.decode()


def test_its_case_leads_to_every_answer_and_to_where_it_is_changed(client, flag, case, caseworker):
    url = f"/cases/{case.ref}/flags/"
    assert f'href="{url}"' in page_of(client, caseworker, case.get_absolute_url())
    page = page_of(client, caseworker, url)
    assert all(each in page for each in (LABEL, "Screening", "To the legal clinic.", "We went."))
    assert page.index("We went.") < page.index("To the legal clinic.")
    assert f"{url}{flag.ref}/" in page


def test_no_link_where_no_flag_was_answered(client, case, caseworker):
    Screening.hold(case, by=caseworker, asylum_wish=True)
    assert '/flags/"' not in page_of(client, caseworker, case.get_absolute_url())
    assert "No answered flags" in page_of(client, caseworker, f"/cases/{case.ref}/flags/")


def test_who_may_not_read_the_flags_finds_neither_link_nor_answers(
    client, flag, case, cast, office
):
    elsewhere = cast._user("alma", "Alma Ruiz", "caseworker", office=office)
    assert '/flags/"' not in page_of(client, elsewhere, case.get_absolute_url())
    page = page_of(client, elsewhere, f"/cases/{case.ref}/flags/")
    assert LABEL not in page
    assert "We went." not in page


def test_a_stranger_finds_no_such_case(client, flag, case, stranger):
    client.force_login(stranger)
    assert client.get(f"/cases/{case.ref}/flags/").status_code == 404


def test_the_printed_summary_says_what_was_heard_and_answered(flag, case, caseworker, stranger):
    Screening.hold(case, by=caseworker, danger_now=True, first_steps="In the refuge.")
    told = build_summary(case, caseworker).sections
    rows = next(part.rows for part in told if part.title == "Protection flags")
    assert [row[0] for row in rows] == ["Danger now", LABEL]
    assert rows[0][2] == "Not answered"
    assert "We went." in rows[1][2]
    assert "To the legal clinic." in rows[1][2]
    hidden = build_summary(case, stranger).sections
    assert all(part.title != "Protection flags" for part in hidden)
