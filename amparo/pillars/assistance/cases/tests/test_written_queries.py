"""Questions whose text is written or kept rather than compiled anew: the same answers."""

from datetime import timedelta

import pytest
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q

from amparo.foundation.core.clock import now
from amparo.foundation.core.database.compiled_once import CompiledOnce
from amparo.foundation.core.database.counts import count_groups
from amparo.foundation.core.permissions.grants import Grantees, GrantExists
from amparo.pillars.assistance.cases.models import Case, CaseAccessGrant, Note
from amparo.pillars.assistance.cases.presenters import case_for_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def grants(case):
    """Grants of one case, as their holders: one without an end, one live, one over."""
    grant = CaseAccessGrant.objects.filter(record=case)[0]
    for holder, until in (
        ("user:901", None),
        ("user:902", now() + timedelta(hours=1)),
        ("user:903", now() - timedelta(hours=1)),
    ):
        grant.pk, grant.grantee, grant.until = None, holder, until
        grant.save(force_insert=True)
    return case


def both_ways(grantees, record="pk", model=Case):
    """What is found by the written question, and by the one that Django builds."""
    written = Q(GrantExists(CaseAccessGrant, grantees, record))
    held = CaseAccessGrant.objects.for_grantees(grantees).filter(record=OuterRef(record))
    built = Q(Exists(held))
    answers = []
    for rule in (written, built):
        annotated = model.objects.annotate(may=ExpressionWrapper(rule, BooleanField()))
        answers.append(
            (
                set(model.objects.filter(rule)),
                set(model.objects.exclude(rule)),
                {row.pk: bool(row.may) for row in annotated},
                model.objects.filter(rule | Q(pk__lt=0)).count(),
                set(Case.objects.filter(pk__in=model.objects.filter(rule).values(record))),
            )
        )
    return answers


@pytest.mark.parametrize(
    ("holders", "also", "is_found"),
    [
        (["user:901"], None, True),
        (["user:902", "team:0"], None, True),
        (["user:903"], None, False),
        (["user:904"], None, False),
        ([], None, False),
        (["user:901"], ("user:902",), True),
        (["user:901"], ("user:903",), False),
        (["user:903"], ("user:901",), False),
        (["user:901"], (), False),
    ],
)
def test_a_grant_is_found_as_it_was_before(grants, holders, also, is_found):
    grantees = Grantees(holders)
    grantees.also = also
    written, built = both_ways(grantees)
    assert written == built
    assert (grants in written[0]) is is_found


def test_a_grant_is_found_by_way_of_the_record_that_belongs_to_the_case(grants, caseworker):
    note = Note.objects.create(case=grants, by=caseworker, kind="note", text="quiet")
    written, built = both_ways(["user:901"], "case__pk", Note)
    assert written == built
    assert written[0] == {note}


def test_two_questions_are_one_only_with_the_same_holders(grants):
    asked = GrantExists(CaseAccessGrant, ["user:901"], "pk")
    assert asked == GrantExists(CaseAccessGrant, ["user:901"], "pk")
    assert asked != GrantExists(CaseAccessGrant, ["user:903"], "pk")
    assert asked != GrantExists(CaseAccessGrant, ["user:901"], "person")


def test_counts_are_those_of_each_query_by_itself(grants, django_assert_num_queries):
    notes = Note.objects.filter(case=grants)
    with django_assert_num_queries(1):
        found = count_groups(
            first={"cases": Case.objects.all(), "nobody": Case.objects.none()},
            second={"notes": notes, "two": CaseAccessGrant.objects.order_by("pk")[:2]},
            empty={},
        )
    assert found["first"] == {"cases": Case.objects.count(), "nobody": 0}
    assert found["second"] == {"notes": notes.count(), "two": 2}
    assert found["empty"] == {}
    with django_assert_num_queries(0):
        assert count_groups(first={"nobody": Case.objects.none()}) == {"first": {"nobody": 0}}


def test_what_is_compiled_once_answers_for_each_row(grants, caseworker):
    held = CaseAccessGrant.objects.filter(record=OuterRef("pk"), grantee="user:901")
    kept = CompiledOnce(Case, Exists(held))
    for _turn in range(2):
        row = Case.objects.annotate(held=kept).get(pk=grants.pk)
        assert row.held is True
    CaseAccessGrant.objects.filter(grantee="user:901").delete()
    assert Case.objects.annotate(held=kept).get(pk=grants.pk).held is False
    page = case_for_page(caseworker).get(pk=grants.pk)
    assert page.is_closing is False


def test_what_is_compiled_once_is_refused_where_it_would_not_be_true():
    kept = CompiledOnce(Case, Exists(Note.objects.filter(case=OuterRef("pk"))))
    noted = Case.objects.annotate(kept=kept).filter(kept=True).values("pk")
    with pytest.raises(TypeError, match="own name"):
        Case.objects.filter(pk__in=noted)
    with pytest.raises(TypeError, match="another table"):
        str(Note.objects.annotate(kept=kept).query)
    late = Note.objects.filter(case=OuterRef("pk"), at__lt=now())
    with pytest.raises(TypeError, match="date"):
        str(Case.objects.annotate(late=CompiledOnce(Case, Exists(late))).query)
