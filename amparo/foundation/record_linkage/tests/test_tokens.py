"""Only those who agreed to it are compared, by tokens that two houses make alike."""

from datetime import date, timedelta

import pytest

from amparo.foundation.core.clock import at, now
from amparo.foundation.core.permissions.restricted_groups import group_grantee
from amparo.foundation.people.models import PersonAccessGrant
from amparo.foundation.record_linkage.participants import comparison_data, consenting_people
from amparo.foundation.record_linkage.tokens import ComparisonData, tokens_of

KEY = b"k" * 32
ROSA = ComparisonData(
    "Rosa", ("Quispe", "Mamani"), "", "female", date(1992, 3, 14), 1992, (("BO", "4711223"),)
)
HASSAN = ComparisonData("Mohamed", ("Hassan",), "", "male", None, 1990)
MOHAMED = ComparisonData("Mohamed Ahmed", ("Ali",), "", "male", date(1990, 1, 1), 1990)


def common(one, other):
    """The sorts of token that both have."""
    ours, theirs = tokens_of(one, KEY), tokens_of(other, KEY)
    return {ours[token] for token in ours.keys() & theirs.keys()}


@pytest.mark.parametrize(
    ("one", "other", "sorts"),
    [
        (ROSA, ROSA, {"document", "birth", "year"}),
        (
            ROSA,
            ComparisonData("Rosa", ("Kispe",), "", "female", date(1992, 3, 14), 1992),
            {"birth", "year"},
        ),
        (ROSA, ComparisonData("Quispe", ("Rosa",), "", "female", None, 1992), {"year"}),
        (
            ROSA,
            ComparisonData("María Rosa", ("Mamani",), "", "female", date(1992, 4, 13), 1992),
            {"year"},
        ),
        (ROSA, ComparisonData(documents=(("BO", "4711223"),)), {"document"}),
        (ROSA, ComparisonData(documents=(("PE", "4711223"),)), set()),
        (ROSA, ComparisonData("Rosa", ("Choque",), "", "female", date(1992, 3, 14), 1992), set()),
        (MOHAMED, ComparisonData("", (), "محمد حسن", "male", None, 1990), set()),
        (HASSAN, ComparisonData("", (), "محمد حسن", "male", None, 1990), {"year"}),
        (
            MOHAMED,
            ComparisonData("Muhammad", ("Ahmed Ali",), "", "male", date(1990, 1, 1), 1990),
            {"year"},
        ),
    ],
)
def test_tokens_agree_or_do_not(one, other, sorts):
    assert common(one, other) == sorts


def test_a_first_of_january_is_no_day_of_birth():
    assert "birth" not in tokens_of(MOHAMED, KEY).values()


def test_a_name_alone_nothing_and_much_make_few_tokens():
    assert tokens_of(ComparisonData("Rosa"), KEY) == {}
    assert tokens_of(ComparisonData(documents=(("BO", "12"), ("", "4711223"))), KEY) == {}
    long = ComparisonData(
        "a b c d e f g h" * 20, ("i j k l m n o p" * 20,), "", "male", None, 1990
    )
    assert len(tokens_of(long, KEY)) <= 6


def test_under_another_key_nobody_agrees():
    assert not tokens_of(ROSA, KEY).keys() & tokens_of(ROSA, b"l" * 32).keys()


def test_who_said_yes_to_this_partner_for_this_purpose(agreement, agrees, rosa, nayeli):
    assert list(consenting_people(agreement)) == []
    agrees(rosa)
    agrees(nayeli, purpose="tracing")
    assert list(consenting_people(agreement)) == [rosa]


def test_a_yes_to_another_partner_is_none(agreement, agrees, rosa, organization):
    agrees(rosa, to=organization)
    assert list(consenting_people(agreement)) == []


def test_taken_back_it_is_obeyed_at_once(agreement, agrees, rosa, caseworker):
    consent = agrees(rosa)
    consent.withdraw(by=caseworker)
    assert list(consenting_people(agreement)) == []


def test_who_no_longer_wants_us_is_not_compared_either(agreement, agrees, rosa, caseworker):
    agrees(rosa)
    rosa.consents.get(purpose="case_management").withdraw(by=caseworker)
    assert list(consenting_people(agreement)) == []


def test_a_restricted_file_is_never_compared(agreement, agrees, rosa, office):
    agrees(rosa)
    PersonAccessGrant.objects.create(
        record=rosa, grantee=group_grantee("trafficking", office.pk), why="case"
    )
    assert list(consenting_people(agreement)) == []


def test_nor_somebody_of_another_office(agreement, agrees, rosa):
    agrees(rosa)
    PersonAccessGrant.objects.filter(record=rosa, grantee__startswith="office:").delete()
    assert list(consenting_people(agreement)) == []


def test_it_takes_few_queries_however_many_there_are(
    agreement, agrees, rosa, nayeli, django_assert_max_num_queries
):
    agrees(rosa)
    agrees(nayeli)
    with django_assert_max_num_queries(8):
        assert [comparison_data(each).given_names for each in consenting_people(agreement)] == [
            "Rosa",
            "Nayeli",
        ]


def test_a_yes_that_ran_out_is_none(agreement, agrees, rosa):
    consent = agrees(rosa)
    consent.expires_on = consent.given_on
    consent.save(update_fields=["expires_on"])
    with at(now() + timedelta(days=2)):
        assert list(consenting_people(agreement)) == []
