"""Items of checklists that are a check of a return or a step of the work: the same thing twice."""

from functools import partial

import pytest
from django.urls import reverse
from django.utils import translation

from amparo.foundation.core.models import Office, User
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.standards.extension_points import WorkCheck, guidance_steps, work_checks
from amparo.foundation.standards.step_guidance import FIELD, cards_of_steps
from amparo.pillars.assistance.returns import rules
from amparo.pillars.assistance.returns.tests import ways
from amparo.pillars.guidance.checklists import checklist_items
from amparo.pillars.guidance.models import Edition, Product, SectionText

from .conftest import ORIGINAL, SPANISH

ALONE, CHECK = "Nobody else hears it", "return.voluntariness"


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def digest_of(words: str, text: str = ORIGINAL) -> str:
    [digest] = [each.digest for each in checklist_items(text) if each.text == words]
    return digest


def rewrite(section, author, old: str, new: str, **said) -> SectionText:
    text = section.texts.get(language="en")
    return SectionText.write(
        section, by=author, language="en", title=text.title, seen_digest=text.digest,
        markdown=text.markdown.replace(old, new), **said,
    )  # fmt: skip


@pytest.fixture
def linked(section, author):
    section.link_items(by=author, links={digest_of(ALONE): CHECK})
    return section


@pytest.fixture
def published(edition, linked, spanish, author, today):
    edition.publish(by=author, today=today)
    return edition


@pytest.fixture
def counted():
    """The check, with a practice that each test says."""

    def count_as(kept: int, applied: int):
        work_checks.register(
            CHECK, WorkCheck(CHECK, "Check", "Alone", lambda *_asked: (kept, applied))
        )

    with work_checks.temporarily():
        del work_checks.content[CHECK]
        yield count_as


def items_page(client, section):
    return client.get(reverse("guidance:section-items", args=[section.ref]))


def test_each_thing_that_an_item_can_be_is_a_step_beside_which_it_is_read():
    assert CHECK in work_checks
    assert "child.assessment" in work_checks
    assert set(work_checks) <= set(guidance_steps)


def test_its_author_links_an_item_with_something_of_a_list(client, section, author):
    client.force_login(author)
    url = reverse("guidance:section-items", args=[section.ref])
    field = f"item_{digest_of(ALONE)}"
    assert client.post(url, {field: "typed by hand"}).status_code == 422
    assert client.post(url, {field: CHECK}).status_code == 303
    link = section.item_links.get()
    assert (link.text, link.code) == (ALONE, CHECK)
    row = client.get(reverse("guidance:write", args=[section.edition.product.ref])).context["rows"]
    assert (row[0].linked, row[0].broken) == (1, 0)
    assert items_page(client, section).context["form"][field].initial == CHECK


def test_an_item_that_is_not_there_any_more_is_linked_with_nothing(section, author):
    stale = digest_of(ALONE)
    rewrite(section, author, ALONE, "No one else hears it")
    with pytest.raises(Refusal):
        section.link_items(by=author, links={stale: CHECK})


def test_a_published_edition_is_not_linked_otherwise(published, linked, author):
    with pytest.raises(Refusal):
        linked.link_items(by=author, links={})


def test_a_link_stays_with_its_item_in_another_order_and_in_the_next_edition(
    linked, author, edition, today
):
    lines = ORIGINAL.splitlines()
    rewrite(linked, author, f"{lines[2]}\n{lines[3]}", f"{lines[3]}\n{lines[2]}")
    edition.publish(by=author, today=today)
    following = Edition.begin(edition.product, by=author)
    link = following.sections.get(key=linked.key).item_links.get()
    assert (link.digest, link.code) == (digest_of(ALONE), CHECK)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (ALONE, "Nobody of the family hears it"),
        (f"- [ ] {ALONE}\n", ""),
        (f"- [ ] {ALONE}", f"- {ALONE}"),
    ],
)
def test_where_the_item_changed_or_went_the_link_is_broken_and_its_author_sees_it(
    client, linked, author, edition, today, old, new
):
    rewrite(linked, author, old, new)
    User.objects.filter(pk=author.pk).update(language="en")
    client.force_login(author)
    [broken] = items_page(client, linked).context["broken"]
    assert broken.text == ALONE
    write = client.get(reverse("guidance:write", args=[edition.product.ref]))
    assert (write.context["rows"][0].linked, write.context["rows"][0].broken) == (0, 1)
    assert "1 broken link" in write.content.decode()
    publish = client.get(reverse("guidance:edition-publish", args=[edition.ref]))
    assert publish.context["broken"] == [broken]
    assert "Readers see no link of them." in publish.content.decode()
    edition.publish(by=author, today=today)
    assert not cards_of_steps([CHECK], user=author)[CHECK], "readers are told nothing wrong"


def test_what_only_says_it_better_keeps_the_link(linked, author):
    rewrite(linked, author, ALONE, "No one else hears it", meaning_unchanged=True)
    text = linked.texts.get(language="en").markdown
    assert linked.item_links.get().digest == digest_of("No one else hears it", text)


def test_beside_the_check_stand_the_words_of_the_item_in_the_language_of_the_reader(
    published, caseworker
):
    [card] = cards_of_steps([CHECK], user=caseworker)[CHECK]
    assert ALONE in card.html
    assert "An interpreter" not in card.html
    assert (card.edition_ref, card.number) == (published.ref, 1)
    [spanish] = cards_of_steps([CHECK], user=caseworker, language="es")[CHECK]
    assert "Nadie más escucha" in spanish.html
    [card] = cards_of_steps(["child.assessment"], user=caseworker)["child.assessment"]
    assert "An interpreter" in card.html, "there the whole section is cited"


def test_where_a_translation_has_other_passages_the_original_is_read(
    edition, linked, translator, author, caseworker, today
):
    SectionText.write(
        linked, by=translator, language="es", title="Escuche", markdown=f"Primero.\n\n{SPANISH}"
    )
    edition.publish(by=author, today=today)
    [card] = cards_of_steps([CHECK], user=caseworker, language="es")[CHECK]
    assert ALONE in card.html
    assert card.language == "en"


def test_the_item_of_the_own_office_stands_first_and_that_of_another_nowhere(
    published, caseworker, publish, author, office
):
    elsewhere = Office.objects.create(
        organization=office.organization, name="Elsewhere", country="PE", time_zone="America/Lima"
    )
    publish("for-all", CHECK, title="A text for everybody")
    [own, other] = cards_of_steps([CHECK], user=caseworker)[CHECK]
    assert (own.scope, other.scope) == ("office", "global")
    Product.objects.filter(pk=published.product_id).update(office=elsewhere)
    [other] = cards_of_steps([CHECK], user=caseworker)[CHECK]
    assert other.scope == "global"


def test_where_the_whole_section_stands_beside_the_step_its_item_says_that_it_is_it(
    section, author, edition, caseworker, today
):
    section.link_items(by=author, links={digest_of(ALONE): "child.assessment"})
    edition.publish(by=author, today=today)
    [card] = cards_of_steps(["child.assessment"], user=caseworker)["child.assessment"]
    assert f"{ALONE} <span" in card.html
    assert "Step of casework: Best interests assessment (BIA)" in card.html


def test_the_same_item_stands_on_the_page_of_the_check_of_a_return(
    client, cast, published, caseworker
):
    journey = ways.begin(cast)
    check = ways.check(journey, rules.VOLUNTARINESS, journey.case.person)
    client.force_login(caseworker)
    url = reverse("returns:check", args=[journey.ref, check.ref])
    page = client.get(url).content.decode()
    assert "Guidance for this step (1)" in page
    assert ALONE in page
    assert "An interpreter was chosen" not in page
    assert f'name="{FIELD}" value="{published.ref}"' in page, "the decision keeps the edition"


def test_the_product_says_what_an_item_is_and_to_its_office_how_often_it_was_met(
    client, published, caseworker, official, counted
):
    counted(7, 12)
    url = reverse("guidance:product", args=[published.product.ref])
    client.force_login(caseworker)
    page = client.get(url).content.decode()
    assert "Check: Alone" in page
    assert "7 of 12" in page
    assert "Check: Alone" in client.get(
        reverse("guidance:checklist", args=[published.product.ref, 1])
    ).content.decode()  # fmt: skip
    client.force_login(official)
    page = client.get(url).content.decode()
    assert "Check: Alone" in page
    assert "7 of 12" not in page


def test_fewer_than_ten_are_not_shown(client, published, caseworker, counted):
    counted(4, 9)
    client.force_login(caseworker)
    page = client.get(reverse("guidance:product", args=[published.product.ref])).content.decode()
    assert "Fewer than 10: not shown" in page
    assert "4 of 9" not in page


def test_the_public_reads_no_links(client, published):
    Product.objects.filter(pk=published.product_id).update(is_public=True)
    url = reverse("public:guidance-product", args=[published.product.ref])
    page = client.get(f"{url}?lang=en")
    assert ALONE in page.content.decode()
    assert "Pre-departure check" not in page.content.decode()


def test_items_cost_no_more_queries_than_one(
    published, caseworker, publish, django_assert_max_num_queries
):
    assert caseworker.office
    asked = partial(cards_of_steps, [CHECK, "case.plan"], user=caseworker)
    publish("plans", "case.plan")
    with django_assert_max_num_queries(8):
        found = asked()
    assert [len(each) for each in found.values()] == [1, 1]
