"""Who is this person? The likeliest of those one may open, whatever was typed, in bounded time."""

import logging
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from amparo.foundation.core.models import Notification, RestrictedGroupAccess
from amparo.foundation.people.matching.features import MatchingFeatures
from amparo.foundation.people.matching.name_comparison import NameWeights
from amparo.foundation.people.models import NameFrequency, Person, SearchToken, StoredFeatures
from amparo.foundation.people.search import index
from amparo.foundation.people.search.candidates import MAX_LOOKUPS, find_candidates, token_lookups
from amparo.foundation.people.search.query import SearchQuery, features_of_answers, parse_birth
from amparo.foundation.people.search.search import (
    NOTICE_CODE,
    notify_restricted_teams,
    search,
    search_candidates,
)
from amparo.foundation.people.search.tokens import search_tokens, year_tokens

pytestmark = pytest.mark.both_databases

TODAY = date(2026, 11, 1)


@pytest.fixture(autouse=True)
def fresh_name_counts():
    index.forget_name_counts()
    yield
    index.forget_name_counts()


@pytest.mark.parametrize(
    ("words", "birth"),
    [
        ("1992", (1992, 0, 0, False)),
        ("1992-05-03", (1992, 5, 3, False)),
        ("3/5/1992", (1992, 5, 3, False)),
        ("03.05.1992", (1992, 5, 3, False)),
        ("5/23/1992", (1992, 5, 23, False)),
        ("١٩٩٢", (1992, 0, 0, False)),
        ("31/2/1992", (1992, 0, 0, False)),
        ("about 30", (1996, 0, 0, True)),
        ("30", (1996, 0, 0, True)),
        ("2031", (0, 0, 0, False)),
        ("12/12/2026", (0, 0, 0, False)),
        ("500", (0, 0, 0, False)),
        ("young", (0, 0, 0, False)),
        ("", (0, 0, 0, False)),
    ],
)
def test_a_birth_in_the_words_in_which_it_is_told(words, birth):
    found = parse_birth(words, TODAY)
    assert (found.year, found.month, found.day, found.is_estimated) == birth


def test_the_one_box_takes_names_numbers_and_years_in_any_order():
    asked = SearchQuery("1992 Rosa +591 70012345 Quispe", sex="female").features(TODAY)
    assert (asked.given, asked.birth_year, asked.sex) == ("Rosa Quispe", 1992, "female")
    assert "70012345" in asked.phone_numbers


def test_a_form_says_what_was_answered_so_far():
    answers = {"given_names": "Rosa", "birth_day": "3", "birth_month": "5", "birth_year": "1992",
               "aliases": "Rosita, Luna"}  # fmt: skip
    features = features_of_answers(answers, TODAY)
    assert (features.birth_year, features.birth_month, features.birth_day) == (1992, 5, 3)
    assert features.aliases == ("Rosita", "Luna")
    assert features_of_answers({"birth_year": "20x2", "age": "about 30"}, TODAY).is_estimated


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text",
    ["Rosa", "Kispe", "Quispe Rosa", "Rosita Quispe", "Rosa Quipse 1992", "Roza Mamani 1993",
     "روزا كيسبي", "Роса Киспе", "70012345", "+591 700 123 45"],
)  # fmt: skip
def test_she_is_found_however_she_is_told(text, rosa, caseworker):
    assert search(caseworker, text) == [rosa]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("borne", "text"),
    [("Su Maw", "Suu Maw 1988"), ("Bibi", "Bibi 1989"), ("Leila", "Laila 1988")],
)
def test_names_of_one_sound_are_found_too(borne, text, cast):
    """Without vowels a letter is left of them: it stands for them where nothing else does."""
    person = cast._person(given_names=borne, birth_year=1988, birth_precision="year")
    assert search(cast.caseworker, text) == [person]


def rosa_born_in(year):
    return MatchingFeatures(given="Rosa", family="Quispe", sex="female", birth_year=year)


@pytest.mark.parametrize("year", range(1988, 1997))
def test_four_years_more_or_less_are_looked_in(year):
    """Also where they lie in another group of years."""
    looks = token_lookups(rosa_born_in(year), NameWeights())
    assert year_tokens(rosa_born_in(1992)) <= {key for look in looks for key in look.keys}


def test_who_has_no_year_or_quite_another_is_looked_for_too():
    keys = {key for look in token_lookups(rosa_born_in(1992), NameWeights()) for key in look.keys}
    assert year_tokens(rosa_born_in(0)) <= keys
    assert search_tokens(rosa_born_in(1950)) <= keys
    assert not year_tokens(rosa_born_in(1950)) & keys


def test_without_a_year_each_token_is_looked_for_once():
    looks = token_lookups(rosa_born_in(0), NameWeights())
    keys = [key for look in looks for key in look.keys]
    assert len(keys) == len(set(keys))
    assert search_tokens(rosa_born_in(1992)) <= set(keys)
    assert not year_tokens(rosa_born_in(1992)) & set(keys)


def test_tokens_of_one_name_tell_no_more_than_the_group_of_years():
    one, near, far = map(rosa_born_in, (1990, 1994, 1995))
    assert search_tokens(one) == search_tokens(far)
    assert year_tokens(one) == year_tokens(near)
    assert not year_tokens(near) & (year_tokens(far) | search_tokens(near))


@pytest.mark.django_db
def test_no_column_of_the_tokens_says_when_somebody_was_born(rosa):
    rows = SearchToken.objects.filter(person=rosa)
    keys = dict(rows.values_list("key", "is_in_years"))
    assert set(keys.values()) == {True, False}
    assert {field.name for field in SearchToken._meta.concrete_fields} == {
        "id", "key", "is_in_years", "person",
    }  # fmt: skip


@pytest.mark.django_db
def test_parts_that_nobody_bears_do_not_push_out_the_day_of_birth(rosa):
    """Six parts, each written wrongly, in every year: more than is looked for at all."""
    asked = MatchingFeatures(
        given="Brzk Vltn Dgmf", family="Ktpz Nwrl Fjbd", sex="female", nationalities=("BO",),
        birth_year=1992, birth_month=3, birth_day=14,
    )  # fmt: skip
    looks = token_lookups(asked, index.name_weights_for(()))
    assert len(looks) == MAX_LOOKUPS
    assert rosa.pk in find_candidates(looks)


@pytest.mark.django_db
def test_whoever_may_not_open_her_finds_nobody(rosa, stranger, administrator):
    assert search(stranger, "Rosa Quispe 1992") == []
    assert search(administrator, "Rosa Quispe 1992") == []


@pytest.mark.django_db
def test_what_changes_is_found_at_once(rosa, caseworker):
    rosa.change(by=caseworker, given_names="Yaretzi", aliases=["Luna"])
    assert search(caseworker, "Luna") == search(caseworker, "Yaretzi") == [rosa]
    assert StoredFeatures.objects.get(person=rosa).matching_features.given == "Yaretzi"
    contact = rosa.add_contact(by=caseworker, kind="phone", value="+593 99 111 4471")
    assert search(caseworker, "991114471") == [rosa]
    contact.change(by=caseworker, value="+593 98 222 4471")
    assert search(caseworker, "991114471") == []


@pytest.mark.django_db
def test_an_older_copy_of_a_file_does_not_bring_its_old_name_back(rosa, caseworker):
    older = Person.objects.get(pk=rosa.pk)
    rosa.change(by=caseworker, given_names="Yaretzi")
    older.add_document(by=caseworker, kind="passport", number="X-778899", held_by="person")
    assert search(caseworker, "Yaretzi") == search(caseworker, "X-778899") == [rosa]


@pytest.mark.django_db
def test_what_is_kept_for_comparing_names_nobody_in_the_database(rosa):
    [kept] = StoredFeatures.objects.values_list("features", flat=True)
    assert b"Quispe" not in bytes(kept)
    assert b"quispe" not in bytes(kept)


@pytest.mark.django_db
def test_keys_are_rebuilt_in_batches_and_go_on_where_they_stopped(cast, rosa, nayeli, capsys):
    SearchToken.objects.all().delete()
    StoredFeatures.objects.filter(person=rosa).update(rules=0)
    StoredFeatures.objects.filter(person=nayeli).delete()
    assert index.outdated_people().count() == 2
    steps = index.rebuild_index(size=1)
    next(steps)  # and then the power fails
    assert index.outdated_people().count() == 1
    call_command("rebuild_search_index", "--batch", "1")
    assert "1 people are found by older rules" in capsys.readouterr().out
    assert not index.outdated_people().exists()
    assert search(cast.caseworker, "Rosa Quispe")[0] == rosa


@pytest.mark.django_db
def test_all_may_be_written_anew(rosa, caseworker):
    before = StoredFeatures.objects.get(person=rosa).written_at
    SearchToken.objects.all().delete()
    call_command("rebuild_search_index", "--all", stdout=StringIO())
    assert StoredFeatures.objects.get(person=rosa).written_at > before
    assert search(caseworker, "Rosa") == [rosa]


@pytest.mark.django_db
def test_the_register_teaches_which_names_are_common(cast, rosa):
    for number in range(4):
        cast._person(given_names="Mohamed", family_names=f"Diallo{number}")
    index.count_names()
    assert NameFrequency.objects.get(key=NameFrequency.EVERYBODY).count == Person.objects.count()
    scale = index.name_weights_for(["mhmt", "ksb"])
    assert scale.of("mhmt") < scale.of("ksb")


@pytest.mark.django_db
def test_a_restricted_file_is_not_shown_and_its_own_team_is_told_in_silence(
    cast, rosa, case, caseworker, colleague
):
    RestrictedGroupAccess.give(to=caseworker, group="gbv", office=cast.office, by=None)
    case.restrict("gbv", by=caseworker)
    asked = MatchingFeatures("Rosa", "Quispe", "Mamani", birth_year=1992, phones=("70012345",))
    found = search_candidates(colleague, asked)
    assert (found.alike, found.elsewhere, found.known) == ([], [], [])
    for _pause in range(3):
        notify_restricted_teams(found.unshown, by=colleague)
    notice = Notification.objects.get(event=NOTICE_CODE)
    assert (notice.user, notice.by, notice.about) == (caseworker, colleague, "")
    assert str(rosa.ref) in notice.url
    assert search_candidates(caseworker, asked).unshown == {}


ODD = [
    "", " ", "a", "x" * 500, "😀👩‍👧", "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤A̴̵̜L̠ͨG̴̻O", "12345", "de la", "bin al",
    "\u202eRosa\u202c محمد", "Rosa\x00", "' OR 1=1 --", "%_%", "1 2 3 4 5 6 7 8 9", "🇧🇴 70012345x",
    " ".join("abcdefghij" * 20),
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("text", ODD)
def test_no_words_break_the_search_and_none_are_logged(
    text, rosa, caseworker, caplog, django_assert_max_num_queries
):
    caplog.set_level(logging.DEBUG)
    caplog.handler.records.clear()
    with django_assert_max_num_queries(25):
        assert len(search(caseworker, text)) <= 10
    said = " ".join(
        record.getMessage() for record in caplog.records if record.name != "django.db.backends"
    )
    assert not text.strip() or len(text.strip()) < 4 or text not in said


@pytest.mark.parametrize("text", ODD)
def test_what_is_looked_for_is_bounded(text):
    from amparo.foundation.people.matching.name_comparison import NameWeights

    odd = MatchingFeatures(
        given=text, family=text, original=text, aliases=(text,) * 20, birth_year=1990,
        documents=(text,) * 30, phones=(text,) * 30,
    )  # fmt: skip
    looks = token_lookups(odd, NameWeights())
    assert len(looks) <= MAX_LOOKUPS
    assert all(0 < probe.most <= 300 for probe in looks)


@pytest.mark.django_db
def test_the_documents_of_two_people_find_both(cast, rosa, nayeli, caseworker):
    rosa.add_document(by=caseworker, kind="passport", number="AA-111222", held_by="person")
    nayeli.add_document(by=caseworker, kind="passport", number="BB-333444", held_by="person")
    assert set(search(caseworker, "AA-111222 BB-333444")) == {rosa, nayeli}
