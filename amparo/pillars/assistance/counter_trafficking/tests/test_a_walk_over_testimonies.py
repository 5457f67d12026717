"""Whatever is decided, opened, shut, assigned and erased, in any order: nobody reads unnamed.

`AMPARO_WALK_STEPS` makes the walk longer: `make evidence` asks for many thousands.
"""

import os
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from amparo.foundation.core import clock
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import DataKey
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.counter_trafficking.models import (
    StatusDetermination,
    Testimony,
    TestimonyGrant,
    TestimonyText,
)
from amparo.pillars.assistance.counter_trafficking.models.ways import (
    ACTUAL,
    NOT_A_VICTIM,
    POSSIBLE,
)

pytestmark = pytest.mark.django_db
EVER = datetime.min.replace(tzinfo=UTC)
STEPS = int(os.environ.get("AMPARO_WALK_STEPS", "120"))


class Walk:
    """The case of Rosa, those around her, and what each of them was given."""

    def __init__(self, way, people, seed):
        self.way, self.people, self.dice = way, people, Random(seed)
        self.moment = now()
        self.said: dict[tuple[int, int], object] = {}  # testimony and reader: until when

    def step(self):
        deed = self.dice.choice(
            (self.write, self.open, self.open, self.shut, self.erase, self.decide, self.assign,
             self.restrict, self.wait)
        )  # fmt: skip
        with suppress(Refusal):
            deed()

    @property
    def by(self):
        return self.dice.choice(self.people)

    @property
    def one(self):
        return self.dice.choice(list(Testimony.objects.select_related("way__case")) or [None])

    def write(self):
        Testimony.write(
            self.way, by=self.by, taken_on=self.way.case.office.today(), text="She told it."
        )

    def open(self):
        if one := self.one:
            reader, until = self.by, self.moment + timedelta(hours=self.dice.randint(1, 50))
            one.open_to(reader, by=one.by if self.dice.random() < 0.7 else self.by,
                        because="For court.", until=until, person_agrees=True)  # fmt: skip
            before = self.said.get((one.pk, reader.pk))
            self.said[one.pk, reader.pk] = max(until, before) if before else until

    def shut(self):
        if grants := list(TestimonyGrant.objects.live()):
            grant = self.dice.choice(grants)
            grant.revoke(by=self.by)
            others = grant.testimony.grants.live().filter(user=grant.user)
            latest = others.order_by("until").values_list("until", flat=True).last()
            self.said[grant.testimony_id, grant.user_id] = latest or self.moment

    def erase(self):
        if self.dice.random() < 0.3 and (one := self.one):
            one.erase(by=self.by, because="She asked.")

    def decide(self):
        status = self.dice.choice((POSSIBLE, ACTUAL, NOT_A_VICTIM))
        kind, name = self.dice.choice((("", ""), ("NGO", ""), ("Police", "Fiscalía")))
        StatusDetermination.make(
            self.way, by=self.by, status=status, decided_on=self.way.case.office.today(),
            decided_by=kind, organization_name=name,
        )  # fmt: skip

    def assign(self):
        case = Case.objects.get(pk=self.way.case_id)
        case.assign(self.by, by=self.by)
        self.way.case = case

    def restrict(self):
        case = Case.objects.get(pk=self.way.case_id)
        case.restrict(self.dice.choice(("trafficking", "trafficking", "ordinary")), by=self.by)
        self.way.case = case

    def wait(self):
        self.moment += timedelta(hours=self.dice.randint(1, 20))

    def those(self, may):
        return {user for user in self.people if may(user)}

    def is_named(self, one, user):
        return user.pk == one.by_id or self.said.get((one.pk, user.pk), EVER) > self.moment

    def look(self):
        """The promises that hold after every step."""
        for one in Testimony.objects.all():
            readable = Testimony.objects.filter(pk=one.pk)
            words = TestimonyText.objects.filter(testimony=one)
            readers = self.those(lambda user, it=readable: it.accessible_to(user, "read").exists())
            told = self.those(lambda user, it=words: it.accessible_to(user).exists())
            named = self.those(lambda user, one=one: self.is_named(one, user))
            assert readers <= named
            assert told <= readers
        kept = TestimonyText.objects.values_list("ref", flat=True)
        keys = DataKey.objects.filter(owner_kind="testimonytext")
        assert set(keys.values_list("owner_ref", flat=True)) == set(kept)
        for made in StatusDetermination.objects.exclude(status=POSSIBLE):
            assert made.decided_by
            assert made.organization_said
        last = StatusDetermination.objects.order_by("pk").last()
        case = Case.objects.get(pk=self.way.case_id)
        if last and last.status != NOT_A_VICTIM:
            assert case.confidentiality == "trafficking"


@pytest.mark.parametrize("seed", [1, 2])
def test_nobody_reads_without_being_named(way, caseworker, keeper, lead, colleague, seed):
    walk = Walk(way, [caseworker, keeper, lead, colleague], seed)
    for _step in range(STEPS // 2):
        with clock.at(walk.moment):
            walk.step()
            for user in walk.people:
                user.__dict__.pop("_asked", None)
                user.__dict__.pop("groups", None)
            walk.look()
