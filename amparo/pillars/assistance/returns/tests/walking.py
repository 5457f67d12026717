"""A walk of many steps through returns, each by chance: whatever is tried, nothing forbidden is.

`walk` is short in the suite; a longer one is asked for by the number of its steps.
"""

import random
from collections import Counter
from datetime import timedelta

from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models.consents import Choice, Consent, ConsentGiven
from amparo.pillars.assistance.assessment.protection_questions import (
    ASYLUM_WISH,
    DANGER_NOW,
    MEDICAL,
    QUESTIONS,
)
from amparo.pillars.assistance.intake.models import Screening
from amparo.pillars.assistance.pathways.models import Check, CheckOverride
from amparo.pillars.assistance.returns import rules
from amparo.pillars.assistance.returns.models import (
    Booking,
    ExitPermission,
    FitnessDecision,
    JourneyMilestone,
    ReturnJourney,
    TravelAssistance,
    TravelDocument,
    TravelGroupSplit,
    Traveller,
)

from . import ways

OFTEN = {
    "do_get_ready": 16, "do_book": 14, "do_depart": 14, "do_arrive": 6, "do_welcome": 6,
    "do_settle_all": 6, "do_paper": 1, "do_permit_exit": 1, "do_end_exit_permission": 1,
    "do_end": 1, "do_part": 1, "do_begin": 1,
}  # fmt: skip


class Walk:
    """One family, its caseworker and supervisor, and dice."""

    def __init__(self, case, child, caseworker, supervisor, seed=1):
        self.case, self.by, self.boss = case, caseworker, supervisor
        self.people = [case.person, child]
        self.there = case.team  # the office where they are also receives them
        self.dice = random.Random(seed)
        self.counted: Counter = Counter()
        self.journey = None

    def go(self, steps: int) -> Counter:
        deeds = [name for name in dir(self) if name.startswith("do_")]
        # What leads on is tried more often than what turns back.
        weights = [OFTEN.get(name, 2) for name in deeds]
        for _step in range(steps):
            self.choose_one()
            [name] = self.dice.choices(deeds, weights)
            try:
                getattr(self, name)()
                self.counted[name] += 1
            except Refusal:
                self.counted["refused"] += 1
            self.look()
        return self.counted

    def choose_one(self) -> None:
        going = list(ReturnJourney.objects.going_on().filter(case=self.case).order_by("pk"))
        if not going:
            there = self.dice.choice((None, self.there))
            going = [ways.begun(self.case, *self.people, to_team=there)]
        self.journey = self.dice.choice(going)

    @property
    def today(self):
        return self.case.office.today()

    def traveller(self) -> Traveller:
        return self.dice.choice(list(self.journey.travellers.order_by("pk")))

    def check(self) -> Check:
        return self.dice.choice(list(self.journey.checks))

    def twice(self, deed, *args, **said):
        """Half of what is sent is sent again."""
        for _again in range(self.dice.choice((1, 2))):
            made = deed(*args, **said)
        return made

    # Everything that people do, in any order.

    def do_begin(self):
        self.twice(ways.begun, self.case, self.dice.choice(self.people))

    def do_join(self):
        self.twice(self.journey.add_traveller, self.dice.choice(self.people), by=self.by)

    def do_counsel(self):
        ways.counselled(self.journey)

    def do_decide(self):
        checks = ways.CHECKS if self.dice.random() < 0.9 else ways.CHECKS[1:]
        ways.decide(self.traveller(), goes=self.dice.random() < 0.95, checks=checks)

    def do_all_decide(self):
        ways.decided(self.journey)

    def do_take_back(self):
        if self.dice.random() < 0.3:
            decision = self.traveller().decision
            if decision:
                self.twice(decision.withdraw, by=self.by)

    def do_screen(self):
        """Each question is answered or left out; a yes is rare, and seldom cleared."""
        said = {
            name: self.dice.choices((False, True, None), (90, 3, 7))[0]
            for name in (ASYLUM_WISH, DANGER_NOW, MEDICAL)
        }
        by = self.dice.choice((self.by, self.boss))
        ways.screened(self.case, by=by, first_steps="A doctor.", **said)

    def do_get_ready(self):
        """All that leads to a booking, as far as it goes today."""
        if self.dice.random() < 0.6:
            ways.screened(self.case, by=self.dice.choice((self.by, self.boss)))
        ways.decided(self.journey)
        if not self.journey.legs.standing().exists():
            ways.leg(self.journey, days=0)
        for traveller in self.journey.going():
            ways.seen(traveller)
            if traveller.is_child:
                ways.permitted(traveller)
        self.do_settle_all()

    def do_settle_all(self):
        for check in self.journey.checks:
            if check.is_shut_on(self.today) and check.of_kind.follows:
                ways.examined(self.journey.going().get(person=check.person))
            elif check.is_shut_on(self.today):
                by = self.boss if check.of_kind.decides == "approve" else self.by
                shown = self.shown(check)
                check.refresh_from_db()
                if check.is_shut_on(self.today):
                    self.journey.settle(check, by=by, met=True, text=ways.ON, **shown)

    def shown(self, check):
        """Seldom there is nothing but words, or a document without issuer and date."""
        chance = self.dice.random()
        if chance > 0.98:
            return {}
        if chance > 0.96:
            return {"paper": ways.paper(self.case)}
        return ways.evidence_of(check, self.journey)

    def do_settle(self):
        by = self.dice.choice((self.by, self.boss))
        met = self.dice.random() < 0.8
        check = self.check()
        shown = self.shown(check) if met else {}
        self.twice(self.journey.settle, check, by=by, met=met, text=ways.ON, **shown)

    def do_interview(self):
        """Seldom by the counsellor, or with somebody of the family as interpreter."""
        by = self.dice.choices((self.boss, self.by), (8, 2))[0]
        interpreter = self.dice.choices(("none", "family"), (9, 1))[0]
        goes = self.dice.random() < 0.95
        ways.interviewed(
            self.traveller(), by=by, is_voluntary=goes, interpreter=interpreter
        )  # fmt: skip

    def do_declare(self):
        by = self.dice.choices((self.boss, self.by), (8, 2))[0]
        ways.declared(self.traveller(), by=by, wishes_asylum=self.dice.random() < 0.03)

    def do_examine(self):
        """A clinician seldom finds somebody unfit, asks for more, or looks too early."""
        codes = (("fit", ()), ("fit_conditions", ("oxygen",)), ("unfit", ()))
        [(code, conditions)] = self.dice.choices(codes, (80, 10, 10))
        hours = self.dice.choice((0, 0, 0, 60))
        ways.examined(self.traveller(), code=code, conditions=conditions, hours_ago=hours)

    def do_check(self):
        ways.checked(self.journey, but=self.dice.choices(("", "feels_well"), (95, 5))[0])

    def do_shut_behind_its_back(self):
        if self.dice.random() < 0.2:
            self.check().decide(by=self.boss, met=False, text=ways.ON)

    def do_override(self):
        check = self.check()
        asked = CheckOverride.ask(check, by=self.by, because="The consul meets them.")
        assert check.kind in rules.MAY_BE_OVERRIDDEN
        by = self.dice.choice((self.by, self.boss))
        asked.answer_it(by=by, agreed=self.dice.random() < 0.7, because="He confirmed it.")

    def do_leg(self):
        self.twice(
            ways.leg, self.journey, days=self.dice.choice((0, 0, 0, 1, 40, -1)),
            number=self.dice.choice(("A1", "B2")),
        )  # fmt: skip

    def do_move_leg(self):
        leg = self.journey.legs.order_by("?").first()
        if leg:
            leaves = ways.at_day(self.journey, self.dice.choice((0, 0, 3, 60)))
            arrives = leaves + timedelta(hours=self.dice.choice((2, -1)))
            leg.change(by=self.by, leaves_at=leaves, arrives_at=arrives, because="Snow")

    def do_call_off(self):
        leg = self.journey.legs.order_by("pk").first()
        if leg and self.dice.random() < 0.3:
            self.twice(leg.call_off, by=self.by, because="Snow")

    def do_help(self):
        kind = self.dice.choice(("transit", "oxygen"))
        TravelAssistance.arrange(self.journey, by=self.by, kind=kind, text="A bed in Lima.")

    def do_paper(self):
        until = self.dice.choice((self.today, self.today, self.today + timedelta(days=2)))
        status = self.dice.choice(("issued", "issued", "issued", "expired"))
        self.twice(
            TravelDocument.track, self.traveller(), by=self.by, kind="passport", status=status,
            good_until=until, seen_on=self.dice.choice((self.today, self.today, None)),
        )  # fmt: skip

    def do_permit_exit(self):
        traveller = self.traveller()
        self.twice(ways.permitted, traveller, basis=self.dice.choice(("father", "deceased")))

    def do_end_exit_permission(self):
        standing = ExitPermission.objects.standing().filter(traveller__journey=self.journey)
        if (kept := standing.first()) and self.dice.random() < 0.3:
            self.twice(kept.withdraw, by=self.by, because="He changed his mind.")

    def do_say_about_sharing(self):
        person = self.dice.choice(self.people)
        giver = {"given_by": "parent", "consenting_person": "Rosa", "relationship": "mother"}
        said = ConsentGiven(
            (Choice("transfer", self.dice.random() < 0.8),), "verbal", "es",
            **giver if person.is_child(self.today) else {},
        )  # fmt: skip
        Consent.record(person, said, by=self.by)

    def do_name_office(self):
        if self.dice.random() < 0.2:
            self.twice(self.journey.set_receiving_office, self.there, by=self.by)

    def do_book(self):
        self.twice(Booking.make, self.journey, by=self.by)

    def do_no_show(self):
        booking = self.journey.bookings.order_by("-pk").first()
        if booking and self.dice.random() < 0.3:
            self.twice(booking.give_up, by=self.by, why="no_show")

    def do_part(self):
        how = self.dice.choice(("stays", "apart"))
        self.twice(
            TravelGroupSplit.separate,
            self.journey,
            [self.traveller()],
            by=self.by,
            how=how,
            because="So.",
        )

    def do_depart(self):
        if self.dice.random() < 0.8:
            self.do_check()
        day = self.today - timedelta(days=self.dice.choice((0, 0, 0, 1, -1)))
        self.twice(JourneyMilestone.depart, self.journey, by=self.by, left_on=day)

    def do_arrive(self):
        day = self.today - timedelta(days=self.dice.choice((0, 0, 1)))
        self.twice(JourneyMilestone.arrive, self.journey, by=self.by, arrived_on=day)

    def do_welcome(self):
        self.twice(JourneyMilestone.welcome, self.journey, by=self.by, welcomed_on=self.today)

    def do_end(self):
        self.twice(self.journey.end, by=self.by, reason="other_way")

    # What must never be.

    def look(self) -> None:
        for journey in ReturnJourney.objects.filter(case=self.case):
            self._nothing_forbidden(journey)
        for person in self.people:
            going = Traveller.objects.filter(person=person, is_going=True, is_open=True)
            assert going.count() <= 1

    def _nothing_forbidden(self, journey: ReturnJourney) -> None:
        bookings = journey.bookings.in_force().count()
        assert bookings <= 1
        if journey.state == rules.BOOKED:
            self.counted["seen booked"] += 1
            assert bookings == 1
            assert journey.all_decided()
            shut = [check.kind for check in journey.checks if check.is_shut_on(journey.leaves_on)]
            assert shut == [], "booked through an open check"
            wanted = {(rules.SAFETY, None)}
            for traveller in journey.going():
                wanted.add((rules.VOLUNTARINESS, traveller.person_id))
                wanted.add((rules.ASYLUM, traveller.person_id))
                wanted.add((rules.DOCUMENTS, traveller.person_id))
                wanted.add((rules.FITNESS, traveller.person_id))
                if traveller.is_child:
                    wanted.add((rules.BEST_INTERESTS, traveller.person_id))
                    wanted.add((rules.EXIT_PERMISSION, traveller.person_id))
                    kept = ExitPermission.objects.standing().filter(traveller=traveller)
                    assert kept.exists(), "a child leaves without permission"
                papers = TravelDocument.objects.latest_of(journey).filter(traveller=traveller)
                assert any(each.is_valid_on(journey.arrives_on()) for each in papers) or (
                    ways.check(journey, rules.DOCUMENTS, traveller.person).state == "overridden"
                ), "booked without a document that somebody saw"
            assert wanted <= {(check.kind, check.person_id) for check in journey.checks}
            self._nothing_holds_back()
            self._nothing_rests_on_words(journey)
            for traveller in journey.going():
                self._is_found_fit(traveller)
            # Nobody registered the child as alone, nor found it best.
            assert not all(each.is_child for each in journey.going()), "a child goes alone"
        if journey.is_before_departure and journey.state != rules.BOOKED:
            assert bookings == 0
        for check in journey.checks:
            assert check.kind not in rules.ONLY_MET or check.state != Check.State.OVERRIDDEN
        self._each_in_its_turn(journey)

    def _each_in_its_turn(self, journey: ReturnJourney) -> None:
        reached = dict(journey.milestones.values_list("kind", "day"))
        if "departure" in reached:
            assert journey.state in (rules.DEPARTED, rules.ARRIVED, rules.RECEIVED)
            assert journey.bookings.exists()
            assert journey.going().exists()
            for traveller in journey.going():
                last = traveller.boarding_checks.order_by("held_at", "pk").last()
                assert last, "nobody looked before boarding"
                assert last.is_passed, "stopped before boarding"
        if "arrival" in reached:
            assert reached["arrival"] >= reached["departure"]
        if "reception" in reached:
            assert reached["reception"] >= reached["arrival"]

    def _is_found_fit(self, traveller: Traveller) -> None:
        made = FitnessDecision.objects.filter(request__traveller=traveller).order_by("pk")
        last = made.last()
        assert last is not None, "no clinician decided"
        assert last.is_fit, "found unfit"
        assert last.holds_until >= traveller.journey.first_leg_at, "examined too early"
        kept = traveller.journey.provisions.standing().values_list("kind", flat=True)
        assert set(last.conditions) <= set(kept), "a condition is not arranged"

    def _nothing_rests_on_words(self, journey: ReturnJourney) -> None:
        met = [check for check in journey.checks if check.state == Check.State.MET]
        shown = [check.latest for check in met if not check.of_kind.is_computed]
        assert all(
            (each.paper and each.issuer and each.issued_on) or each.record_ref for each in shown
        ), "met on words alone"
        for traveller in journey.going() if journey.state == rules.BOOKED else ():
            last = traveller.voluntarinessinterviews.order_by("held_at", "pk").last()
            assert last.is_voluntary
            assert last.by_id != self.by.pk, "interviewed by the counsellor"

    def _nothing_holds_back(self) -> None:
        held = list(Screening.objects.filter(case=self.case).order_by("pk"))
        for name in QUESTIONS:
            said = [(each.by_id, getattr(each, name)) for each in held]
            assert False in [answer for _by, answer in said], f"{name} was not asked"
            for at, (by, answer) in enumerate(said):
                later = [who for who, no in said[at + 1 :] if no is False and who != by]
                assert not answer or later, f"{name}: a yes stands"
