"""Signs of trafficking propose the file and its restriction; a person decides both."""

import pytest

from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.counter_trafficking.models import TraffickingRecord
from amparo.pillars.assistance.intake.models import Screening

pytestmark = pytest.mark.django_db
BEGIN = "Begin a counter-trafficking file"
PROPOSED = "It is proposed to restrict this case to staff with access to trafficking cases."


@pytest.fixture
def signs(case, caseworker):
    """A colleague saw signs at the first conversation."""
    return Screening.hold(
        case, by=caseworker, trafficking=True, trafficking_signs=["documents_kept"],
        first_steps="Spoke alone with her.",
    )  # fmt: skip


def page_of(client, case, user):
    client.force_login(user)
    return client.get(case.get_absolute_url()).content.decode()


def test_the_page_offers_the_file_and_proposes_the_restriction(client, signs, case, caseworker):
    page = page_of(client, case, caseworker)
    assert BEGIN in page
    assert f"/cases/{case.ref}/exploitation/begin/" in page
    assert PROPOSED in page
    assert Case.objects.get(pk=case.pk).confidentiality == "ordinary"


def test_without_signs_nothing_is_proposed(client, case, caseworker):
    Screening.hold(case, by=caseworker, asylum_wish=True)
    page = page_of(client, case, caseworker)
    assert "Urgent: answer this first" in page
    assert BEGIN not in page
    assert PROPOSED not in page


def test_the_proposal_is_chosen_on_the_form_and_kept_by_a_person(client, signs, case, caseworker):
    client.force_login(caseworker)
    url = f"/cases/{case.ref}/restrict/?to=trafficking"
    form = client.get(url).context["form"]
    assert form["confidentiality"].value() == "trafficking"
    assert Case.objects.get(pk=case.pk).confidentiality == "ordinary"
    client.post(url, {"confidentiality": "trafficking"})
    assert Case.objects.get(pk=case.pk).confidentiality == "trafficking"
    page = page_of(client, case, caseworker)
    assert BEGIN in page
    assert PROPOSED not in page


def test_for_a_stranger_there_is_no_file_to_begin(client, signs, case, stranger):
    client.force_login(stranger)
    assert client.get(f"/cases/{case.ref}/exploitation/begin/").status_code == 404


def test_the_file_says_the_signs_that_were_heard_and_answers_the_flag(
    client, signs, case, caseworker
):
    client.force_login(caseworker)
    url = f"/cases/{case.ref}/exploitation/begin/"
    assert "Signs that were heard" in client.get(url).content.decode()
    client.post(url, {"act": ["A1"], "text": "She was promised a salary."})
    assert not case.protectionflags.unanswered().exists()
    page = client.get(TraffickingRecord.objects.get().get_absolute_url()).content.decode()
    assert "Signs that were heard" in page
    assert caseworker.name in page
    assert "A counter-trafficking file was begun." in page


def test_signs_heard_again_are_answered_where_they_are_noted(
    client, signs, case, caseworker, rosa
):
    way = TraffickingRecord.begin(case, rosa, by=caseworker)
    Screening.hold(case, by=caseworker, trafficking=True, first_steps="Spoke alone with her.")
    assert case.protectionflags.unanswered().exists()
    client.force_login(caseworker)
    client.post(f"{way.get_absolute_url()}signs/new/", {"act": ["A1"], "text": "Unchanged man."})
    assert not case.protectionflags.unanswered().exists()
