"""Possible duplicates while somebody is registered: one compares before there are two files."""

import re
from html import unescape

import pytest
from django.urls import reverse

from amparo.foundation.core.models import AuditEntry

from .test_registration import AGREES, CASE, SAME, URL, WHO, hidden, save

pytestmark = pytest.mark.django_db

# Alike enough to ask for one thing more, and not to stop.
DOUBTFUL = WHO | {
    "who-given_names": "Rosa", "who-family_names": "Quispe", "who-original_name": "",
    "who-age": "", "who-nationality": "", "who-contact0-value": "",
}  # fmt: skip


@pytest.fixture
def met(client, caseworker):
    client.force_login(caseworker)
    return client


def _words(page):
    main = page.partition("<main")[2].partition("</main")[0] or page
    return unescape(re.sub(r"<[^>]+>", " ", main))


def test_the_warning_comes_before_the_form_and_has_the_focus(met, rosa):
    page = met.post(URL, AGREES | SAME | CASE).content.decode()
    warning = re.search(r'<section [^>]*id="stop"[^>]*>', page)
    assert "autofocus" in warning.group()
    assert 'tabindex="-1"' in warning.group()
    assert warning.start() < page.index('name="who-given_names"')


def test_the_answers_have_one_weight_and_say_what_they_lead_to(met, rosa, case):
    page = met.post(URL, AGREES | SAME | CASE).content.decode()
    warning = page.partition('id="stop"')[2].partition("</section>")[0]
    assert re.search(rf'<a class="btn" href="{case.get_absolute_url()}">\s*Same person', warning)
    assert re.search(r'<button class="btn" name="looked"[^>]*>\s*Different person', warning)
    assert "btn-primary" not in page.partition("<main")[2]
    assert "nothing of this form is saved" in warning
    assert "The registration continues." in warning


def test_enter_in_a_field_never_says_that_it_is_a_different_person(met, rosa):
    page = met.post(URL, AGREES | SAME | CASE).content.decode()
    form = page.partition('id="road"')[2]
    first = re.search(r"<button[^>]*>", form).group()
    assert "looked" not in first


def test_three_who_are_very_alike_are_compared_one_by_one(met, cast, rosa):
    others = [
        cast._person(
            given_names="Rosa", family_names="Quispe", second_family_name="Mamani", sex="female",
            nationality="BO", birth_date=rosa.birth_date,
        )
        for _each in range(2)
    ]  # fmt: skip
    everybody = {person.ref.hex for person in (rosa, *others)}
    answers = AGREES | SAME | CASE
    compared = []
    while True:
        page = met.post(URL, answers | {"looked": " ".join(compared)}).content.decode()
        warning = page.partition('id="stop"')[2].partition("</section>")[0]
        shown = re.findall(r'name="looked" value="([0-9a-f]{32})"', warning)
        if not shown:
            break
        assert len(shown) <= 2
        compared.append(shown[0])
    assert set(compared) == everybody
    assert len(compared) == 3
    assert 'name="once"' in page
    assert "possible duplicate" not in _words(page)


def test_going_back_shows_again_who_was_taken_for_another_person(met, rosa):
    back = {"step": "case", "case-shown": "1", "move": "back", "looked": rosa.ref.hex}
    who = met.post(URL, AGREES | SAME | back)
    assert "looked" not in hidden(who)
    assert 'id="stop"' in met.post(URL, hidden(who) | AGREES | SAME | CASE).content.decode()


def test_a_possible_match_stands_first_on_the_next_step(met, rosa):
    page = save(met, AGREES, DOUBTFUL, CASE).text
    assert 'id="stop"' not in page
    assert page.index('id="alike"') < page.index('name="case-kind"')
    for words in ("One possible duplicate", "Rosa Quispe Mamani", "Possible match"):
        assert words in _words(page)


def test_nobody_fills_the_list_and_the_ledger_names_nobody_else(met, cast, rosa):
    cast._person(given_names="Norma", family_names="Quispe", sex="female")
    cast._person(given_names="Rosa", family_names="Huanca", sex="male")
    page = save(met, AGREES, DOUBTFUL, CASE).text
    assert "Rosa Quispe Mamani" in page
    assert "Norma" not in page
    assert "Huanca" not in page
    entry = AuditEntry.objects.get(event="person.searched")
    assert entry.details == {"refs": [str(rosa.ref)]}


def test_with_nobody_alike_nothing_stands_there(met, rosa):
    amina = AGREES | WHO | CASE
    page = met.post(URL, amina).content.decode()
    assert 'id="alike" hidden' in page
    assert "duplicate" not in _words(page)
    part = met.post(reverse("intake:alike"), amina).content.decode()
    assert _words(part).strip() == ""
    assert (
        not AuditEntry.objects.filter(event="person.searched")
        .exclude(details={"refs": []})
        .exists()
    )


def test_the_line_while_writing_says_how_many_and_names_nobody(met, rosa):
    part = met.post(reverse("intake:alike"), AGREES | SAME | CASE).content.decode()
    line = _words(part.partition('hx-swap-oob="innerHTML:#alike-line"')[2])
    assert "One possible duplicate" in line
    assert "One strong match" in line
    assert "Quispe" not in line


def test_who_may_not_open_them_sees_no_line(client, stranger, rosa):
    client.force_login(stranger)
    part = client.post(reverse("intake:alike"), AGREES | SAME | CASE).content.decode()
    assert _words(part).strip() == ""
