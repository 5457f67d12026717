"""Reading guidance: the library in one's scope, one product, its editions and what changed."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from amparo.foundation.core.models import Organization
from amparo.foundation.core.search import SearchTerms
from amparo.foundation.standards.models import Adoption
from amparo.pillars.assistance.cases.models import Task
from amparo.pillars.guidance.models import Edition, EditionLanguage, Product, Section, SectionText
from amparo.pillars.guidance.models.editions import SUBJECT
from amparo.pillars.guidance.search_sources import find_guidance

from .conftest import ORIGINAL

pytestmark = pytest.mark.django_db
TITLE = "Children who arrive alone"


def client_of(user, language="en") -> Client:
    user.language = language
    user.save()
    client = Client()
    client.force_login(user)
    return client


def page_of(client, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status
    return response.content.decode()


@pytest.fixture
def published(product, edition, section, spanish, author, office) -> Edition:
    edition.publish(by=author, today=office.today())
    return edition


@pytest.fixture
def second(published, author, office) -> Edition:
    """The next edition: one passage of the original changed, the Spanish text did not follow."""
    edition = Edition.begin(published.product, by=author)
    [section] = edition.sections.all()
    text = section.texts.get(language="en")
    SectionText.write(
        section, by=author, language="en", title=text.title, seen_digest=text.digest,
        markdown=ORIGINAL.replace("person alone", "child alone"),
    )  # fmt: skip
    edition.publish(by=author, today=office.today())
    return edition


def test_library_of_one_office(published, caseworker, stranger, django_assert_max_num_queries):
    ours, theirs = client_of(caseworker), client_of(stranger)
    page_of(ours, "/guidance/")
    with django_assert_max_num_queries(25):
        page = page_of(ours, "/guidance/")
    assert TITLE in page
    assert "Draft, not endorsed" in page
    assert TITLE not in page_of(theirs, "/guidance/")
    assert TITLE in page_of(theirs, "/guidance/?country=BO")
    assert TITLE not in page_of(ours, "/guidance/?theme=return")
    assert TITLE in page_of(ours, "/guidance/?mine=on&kind=sop&only=current")
    assert "Escuche al niño" in page_of(client_of(caseworker, "es"), "/guidance/")


def test_what_waits_for_who_writes(published, author, caseworker):
    Edition.begin(published.product, by=author)
    assert "Editions being written" in page_of(client_of(author), "/guidance/")
    assert "Editions being written" not in page_of(client_of(caseworker), "/guidance/")
    assert "?only=drafts" in page_of(client_of(author), "/guidance/")


@pytest.mark.parametrize("words", ["interpret", "INTÉRPRETE eligió", "hear child"])
def test_found_by_words_of_any_language(published, caseworker, stranger, words):
    found = client_of(caseworker).post("/guidance/", {"q": words}).content.decode()
    assert "Guidance found" not in found
    assert TITLE in found
    assert client_of(caseworker).post("/guidance/", {"kind": "tool"}).url == "/guidance/?kind=tool"
    [hit] = find_guidance(caseworker, SearchTerms.parse(words), 5)
    assert str(published.product.ref) in hit.url
    assert find_guidance(stranger, SearchTerms.parse(words), 5) == []


def test_arabic_is_found_without_article_and_signs(section, edition, author, office):
    SectionText.write(
        section, by=author, language="ar", title="استمعوا إلى الطفل", markdown="المُترجِم حاضر."
    )
    edition.publish(by=author, today=office.today())
    found = EditionLanguage.objects.fitting(SearchTerms.parse("مترجم طفل"))
    assert [each.language for each in found] == ["ar"]
    assert not EditionLanguage.objects.fitting(SearchTerms.parse("رجم"))


def test_product_in_the_language_asked_for(published, caseworker):
    client = client_of(caseworker)
    url = published.product.get_absolute_url()
    assert "Ask the person alone." in page_of(client, url)
    spanish = page_of(client, f"{url}?language=es")
    assert "Pregunte a la persona a solas." in spanish
    assert 'lang="es"' in spanish
    assert "There is no text in Français yet" in page_of(client, f"{url}?language=fr")


def test_draft_is_for_who_writes(product, edition, section, author, caseworker):
    url = product.get_absolute_url()
    assert "being written" in page_of(client_of(author), url)
    page_of(client_of(caseworker), url, 404)
    page_of(client_of(caseworker), edition.get_absolute_url(), 404)


def test_superseded_edition_leads_to_the_one_that_holds(second, published, caseworker):
    published.refresh_from_db()
    page = page_of(client_of(caseworker), published.get_absolute_url())
    assert "This edition was superseded" in page
    assert "Read edition 2" in page
    current = page_of(client_of(caseworker), f"{second.product.get_absolute_url()}?language=es")
    assert "The original has changed in 1 passage since" in current
    assert "1 passage outdated" in current


def test_withdrawn_product_says_why_and_what_instead(published, author, caseworker):
    other = Product.create(
        by=author, key="other", kind=Product.Kind.TOOL, title="Another", language="en"
    )
    published.withdraw(by=author, because="It was wrong.", successor=other)
    page = page_of(client_of(caseworker), published.product.get_absolute_url())
    assert "It was wrong." in page
    assert other.get_absolute_url() in page


def test_what_changed_between_editions(second, caseworker):
    url = reverse("guidance:comparison", args=[second.product.ref, 2])
    page = page_of(client_of(caseworker), url)
    assert "removed: </span>person<" in page
    assert "added: </span>child<" in page
    assert "An interpreter was chosen" not in page
    assert "No words changed" in page_of(client_of(caseworker), f"{url}?language=es")
    page_of(client_of(caseworker), f"{url}?since=9", 404)


def test_endorsements_and_adoptions_of_a_text(published, endorser, author, office, caseworker):
    body = Organization.objects.create(name="National Council", kind="government")
    published.endorse(
        by=endorser, body=body, endorsed_on=office.today(), reference="Resolution 7",
        languages=["en"], today=office.today(), seen_digest=published.digest_to_endorse,
    )  # fmt: skip
    Adoption.record(
        by=author, kind=SUBJECT, subject=published, digest=published.digest,
        how="Part of training", organization=office.organization,
        adopted_on=office.today(), today=office.today(),
    )  # fmt: skip
    page = page_of(client_of(caseworker), published.product.get_absolute_url())
    assert "Resolution 7" in page
    assert "National Council" in page
    assert "Part of training" in page
    assert "Draft, not endorsed" not in page


@pytest.mark.parametrize("code", ["docx", "epub", "md", "pdf", "checklist"])
def test_taken_along_as_a_file(published, caseworker, code):
    url = reverse("guidance:file", args=[published.product.ref, 1, "es", code])
    response = client_of(caseworker).get(url)
    assert response.status_code == 200
    assert "attachment" in response["Content-Disposition"]
    if code == "md":
        assert "Pregunte a la persona a solas." in response.content.decode()
    page_of(client_of(caseworker), url.replace("/es/", "/fr/"), 404)


def test_items_to_tick_on_one_page(published, caseworker):
    url = reverse("guidance:checklist", args=[published.product.ref, 1])
    page = page_of(client_of(caseworker), url)
    assert "An interpreter was chosen with them" in page
    assert "Ask the person" not in page


def test_passages_left_in_the_original_are_marked_and_said(section, edition, author, office):
    mixed = ORIGINAL.replace("Ask the person alone.", "Pregunte a la persona a solas.")
    SectionText.write(section, by=author, language="es", title="Escuche", markdown=mixed)
    edition.publish(by=author, today=office.today())
    page = page_of(client_of(author), f"{edition.product.get_absolute_url()}?language=es")
    assert "4 passages are not translated yet" in page
    assert '<span lang="en" dir="ltr">Nobody else hears it</span>' in page


def test_front_section_says_title_and_summary(product, edition, section, author):
    front = Section.add(edition, by=author, key="summary")
    for language, title, said in (("en", "Alone", "In short."), ("es", "A solas", "En breve.")):
        SectionText.write(front, by=author, language=language, title=title, markdown=said)
    page = page_of(client_of(author), f"{product.get_absolute_url()}?language=es")
    assert '<h1><bdi lang="es">A solas</bdi></h1>' in page
    assert "En breve." in page
    assert "Not translated yet: this section stands in English" in page


def test_for_what_the_reader_does_today_the_nearest_text_of_each_step(
    case, caseworker, stranger, publish, office, other_office, today
):
    Task.expect(case, Task.What.SCREEN, today, by=caseworker)
    Task.expect(case, Task.What.FOLLOW_UP, today + timedelta(days=1), by=caseworker)
    publish("screening-for-all", "case.screening", title="A text for everybody")
    publish("screening-of-theirs", "case.screening", title="What they do", at=other_office)
    ours = publish("screening-here", "case.screening", title="Urgent needs here", at=office)
    publish("follow-up", "case.follow_up", title="That is for tomorrow")
    publish("plan", "case.plan", title="A plan with the person")
    page = page_of(client_of(caseworker), "/guidance/")
    start = page.index("For what you do today")
    panel = page[start : page.index("</ul>", start)]
    [section] = ours.sections.all()
    assert f"{ours.product.get_absolute_url()}#{section.key}" in panel
    assert panel.count("<li") == 1
    assert "Urgent needs here" in panel
    assert "For what you do today" not in page_of(client_of(caseworker), "/guidance/?kind=sop")
    assert "For what you do today" not in page_of(client_of(stranger), "/guidance/")
