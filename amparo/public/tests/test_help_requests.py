"""Somebody asks for help without a name, and comes back with a code."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache

from amparo.foundation.core import clock, receipt_codes
from amparo.foundation.core.models import AuditEntry, DataKey, IdempotencyKey, Notification
from amparo.foundation.directory.models import EmergencyNumber
from amparo.foundation.people.models import Place
from amparo.pillars.assistance.help_requests.models import HelpRequest, HelpRequestArea
from tests.support.html import Page

pytestmark = pytest.mark.django_db
CODE = re.compile(r'receipt-code"><bdi>([\w-]+)<')
SAID = {"needs": ["2", "7"], "text": "Duermo en la terminal.", "asker": "self"}


@pytest.fixture(autouse=True)
def somebody_receives(caseworker, supervisor):
    cache.clear()


@pytest.fixture
def send(client):
    """Fill the page in as a person does, and send it."""

    def send(visitor=None, *, number="", after=60, **said):
        with clock.at(clock.now() - timedelta(seconds=after)):
            number = number or receipt_codes.new_form()
        return (visitor or client).post("/a/h/?lang=es", SAID | {"form": number} | said)

    return send


@pytest.fixture
def code(send):
    return CODE.search(send().content.decode())[1]


@pytest.fixture
def back(client):
    """Come back with a code, on another telephone."""

    def back(code, visitor=client):
        visitor.cookies.clear()
        told = {"form": receipt_codes.new_form(), "code": code}
        return visitor.post("/a/m/?lang=en", told)

    return back


def form_of(client, url="/a/m/?lang=en"):
    """What a page of one's own carries in its forms."""
    page = Page(client.get(url).content.decode())
    hidden = {each.attrs["name"]: each.attrs.get("value", "") for each in page.all("input")}
    return {name: hidden[name] for name in ("form", "once")}


def test_the_code_is_all_that_one_gets_and_needs(send, back, client):
    response = send()
    assert response.status_code == 200
    code = CODE.search(response.content.decode())[1]
    assert receipt_codes.read(code)
    asked = HelpRequest.objects.get()
    assert (asked.needs, asked.text) == ([2, 7], "Duermo en la terminal.")
    assert code not in asked.receipt
    assert back(code.lower().replace("-", " ")).status_code == 303
    page = client.get("/a/m/?lang=en").content.decode()
    assert "Duermo en la terminal." in page
    assert AuditEntry.objects.filter(event="help.read", by=None).count() == 1


def test_only_the_need_must_be_said(send):
    page = send(needs=[], text="Ayuda")
    assert page.status_code == 422
    assert "Ayuda" in page.content.decode(), "nothing that was written is lost"
    assert send(text="", asker="", needs=["8"]).status_code == 200
    assert HelpRequest.objects.get().needs == [8]


def test_a_double_tap_is_one_request_with_one_code(send, client):
    number = receipt_codes.new_form()
    first, second = send(number=number), send(number=number)
    codes = {CODE.search(each.content.decode())[1] for each in (first, second)}
    assert len(codes) == 1
    assert HelpRequest.objects.count() == 1
    assert IdempotencyKey.objects.filter(verb="help.ask").count() == 1


def test_who_goes_back_and_writes_more_loses_nothing(send):
    number = receipt_codes.new_form()
    send(number=number)
    send(number=number, text="Estoy con mi hija.")
    send(number=number, text="Estoy con mi hija.")
    asked = HelpRequest.objects.get()
    assert [each.text for each in asked.helprequestmessages.all()] == ["Estoy con mi hija."]


def test_the_code_is_kept_by_nobody_and_stays_while_one_changes_the_language(send, client):
    code = CODE.search(send().content.decode())[1]
    arabic = client.get("/a/m/receipt/?lang=ar").content.decode()
    assert code in arabic
    assert 'dir="rtl"' in arabic
    plain = code.replace("-", "")
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM amparo_cache")
        kept = " ".join(value for (value,) in cursor.fetchall())
    assert plain not in kept
    assert code not in kept
    assert code not in str(IdempotencyKey.objects.values_list())


def test_its_cookie_reaches_these_pages_alone_and_says_nothing(send, client):
    [(name, cookie)] = send().cookies.items()
    assert name == "amparo_request"
    assert (cookie["path"], cookie["samesite"], cookie["httponly"]) == ("/a/m/", "Strict", True)
    assert cookie["max-age"] == "", "it goes with the browser"


def test_a_visit_ends_by_one_tap_by_leaving_and_by_itself(code, back, client, settings):
    back(code)
    client.post("/a/m/end/", form_of(client))
    assert "Your code" in client.get("/a/m/?lang=en").content.decode()
    back(code)
    way_out = client.get("/a/m/leave/")
    assert way_out["Location"] == settings.AMPARO_QUICK_EXIT_URL
    assert not client.cookies["amparo_request"].value
    back(code)
    cache.clear()  # half an hour later
    assert client.get("/a/m/receipt/").status_code == 302


def test_who_copied_the_cookie_is_out_when_it_was_ended(code, back, client):
    from django.test import Client

    back(code)
    thief = Client()
    thief.cookies["amparo_request"] = client.cookies["amparo_request"].value
    assert "Duermo" in thief.get("/a/m/").content.decode()
    client.get("/a/m/leave/")
    assert "Duermo" not in thief.get("/a/m/").content.decode()


def test_a_wrong_code_five_times_and_no_code_is_taken_for_a_minute(code, back, client):
    for _try in range(5):
        assert back("K7M4-XW2P-93HT").status_code == 422
    assert back(code).status_code == 429, "also with the right one"
    assert HelpRequest.objects.get().helprequestmessages.count() == 0


def test_a_right_code_costs_no_try(code, back):
    for _try in range(8):
        assert back(code).status_code == 303


def test_a_form_of_others_is_none(send, client, code, back):
    assert client.post("/a/h/", SAID).status_code == 403
    assert client.post("/a/h/", SAID | {"form": "1.x:forged"}).status_code == 403
    elsewhere = {"origin": "https://evil.example.org"}
    told = SAID | {"form": receipt_codes.new_form()}
    assert client.post("/a/h/", told, headers=elsewhere).status_code == 403
    back(code)
    assert client.post("/a/m/add/", {"text": "x", "form": "y"}).status_code == 403
    assert HelpRequest.objects.count() == 1


def test_one_adds_words_and_reads_what_was_answered(code, back, client, caseworker):
    asked = HelpRequest.objects.get()
    asked.answer("Hay una cama esta noche.", by=caseworker)
    back(code)
    client.post("/a/m/add/?lang=en", form_of(client) | {"text": "Gracias, voy."})
    page = client.get("/a/m/?lang=en").content.decode()
    assert "Hay una cama esta noche." in page
    assert "Gracias, voy." in page
    assert caseworker.name not in page, "who answers is a team, not a name"


def test_one_says_how_to_be_reached_and_changes_it(code, back, client):
    back(code)
    told = {"safe_channel": "message", "contact": "+591 70012345", "hours": "Después de las 18",
            "may_leave_message": "no", "code_word": "girasol"}  # fmt: skip
    client.post("/a/m/contact/", form_of(client, "/a/m/contact/") | told)
    asked = HelpRequest.objects.get()
    assert (asked.contact, asked.code_word) == ("+591 70012345", "girasol")
    assert asked.may_leave_message is False
    client.post("/a/m/contact/", form_of(client, "/a/m/contact/") | {"safe_channel": "none"})
    asked.refresh_from_db()
    assert not asked.contact


def test_others_are_asked_only_where_one_allows_it(code, back, client):
    asked = HelpRequest.objects.get()
    assert asked.consents_to("case_management")
    assert not asked.consents_to("share_services")
    back(code)
    client.post("/a/m/sharing/", form_of(client) | {"agreed": "yes"})
    assert asked.consents_to("share_services")
    client.post("/a/m/sharing/", form_of(client) | {"agreed": "no"})
    assert not asked.consents_to("share_services")


def test_what_is_taken_back_is_erased_at_once(code, back, client, caseworker):
    asked = HelpRequest.objects.get()
    asked.answer("Hay una cama.", by=caseworker)
    old_key = DataKey.objects.get(owner_ref=asked.ref)
    back(code)
    assert "erased now" in client.get("/a/m/stop/?lang=en").content.decode()
    client.post("/a/m/stop/", form_of(client, "/a/m/stop/"))
    asked.refresh_from_db()
    assert (asked.state, asked.text, asked.helprequestmessages.count()) == ("withdrawn", "", 0)
    assert not DataKey.objects.filter(pk=old_key.pk).exists()
    assert not asked.consents_to("case_management")
    page = client.get("/a/m/?lang=en").content.decode()
    assert "You took it back" in page
    assert Notification.objects.filter(user=caseworker, event="help.withdrawn").exists()
    assert client.post("/a/m/add/", form_of(client) | {"text": "x"}).status_code == 409


def test_whoever_is_in_danger_is_told_whom_to_call_and_all_are_told(send, caseworker, supervisor):
    EmergencyNumber.note(by=None, country="BO", kind="police", number="110", is_free=True)
    page = send(in_danger="on").content.decode()
    assert 'href="tel:110"' in page
    assert page.index("tel:110") < page.index("receipt-code"), "before the code"
    told = Notification.objects.filter(event="help.danger", is_urgent=True)
    assert {notice.user for notice in told} == {caseworker, supervisor}


@pytest.mark.parametrize(
    ("how", "doubt"),
    [({"subject": "Buy now"}, "trap"), ({"after": 0}, "fast"), ({"after": 3 * 86400}, "stale")],
)
def test_what_looks_like_a_machine_is_put_apart_and_never_refused(how, doubt, send):
    response = send(**how)
    assert CODE.search(response.content.decode())
    asked = HelpRequest.objects.get()
    assert asked.doubt == doubt
    assert list(HelpRequest.objects.heeded()) == []
    assert list(HelpRequest.objects.doubted()) == [asked]


def test_many_from_one_network_are_put_apart_but_nobody_in_danger(send):
    for _each in range(5):
        send()
    send(in_danger="on")
    send()
    asked = list(HelpRequest.objects.order_by("pk"))
    assert [each.doubt for each in asked] == ["", "", "", "", "", "many", "many"]
    assert asked[5] in HelpRequest.objects.heeded()
    assert asked[6] not in HelpRequest.objects.heeded()


def test_a_flood_waits_with_all_that_was_written_and_danger_does_not(send):
    for _each in range(60):
        send()
    page = send(text="Sigo aquí.")
    assert page.status_code == 429
    assert "Sigo aquí." in page.content.decode()
    assert send(in_danger="on").status_code == 200


def test_it_lies_with_the_office_that_covers_the_place(send, office, other_office, stranger):
    land = Place.create(by=None, name="Perú", kind="country", country="PE")
    town = Place.create(by=None, name="Valle Seco", kind="town", country="PE", within=land)
    HelpRequestArea.set_up(other_office, places=[land], elsewhere=False, by=stranger)
    HelpRequestArea.set_up(office, places=[], elsewhere=True, by=stranger)
    send(place=str(land.ref))
    send(place="")
    # Not offered, as nobody helps there and no office covers it by name.
    assert send(place=str(town.ref)).status_code == 422
    near, nowhere = HelpRequest.objects.order_by("pk")
    assert (near.office, nowhere.office) == (other_office, office)


def test_where_nobody_receives_one_is_told_so_and_loses_nothing(send, caseworker, supervisor):
    for user in (caseworker, supervisor):
        user.deactivate(by=None)
    page = send()
    assert page.status_code == 503
    assert "Duermo en la terminal." in page.content.decode()


def test_nothing_of_it_is_kept_by_a_browser_or_a_cache(client, send, code, back):
    assert client.get("/a/h/?lang=es")["Cache-Control"] == "no-store"
    assert send()["Cache-Control"] == "no-store"
    back(code)
    for url in ("/a/m/", "/a/m/contact/", "/a/m/stop/", "/a/m/receipt/"):
        response = client.get(f"{url}?lang=fr")
        assert response["Cache-Control"] == "no-store"
        assert "data-quick-exit" in response.content.decode()
        assert "/a/m/leave/" in response.content.decode()
