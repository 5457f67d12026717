"""A walk of a search: consents come and go, both sides say what they like, nobody waits.

    walk(steps=2000, seed=1)

At every step it is asked whether somebody was shown, told or handed over who must not be. Nothing
is kept: each walk stands in a savepoint that is rolled back.
"""

from collections import Counter
from datetime import timedelta

from django.db import transaction
from hypothesis import HealthCheck, Phase
from hypothesis import seed as seeded
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.child_protection.approval_context import (
    REUNIFICATION,
    missing_for_pathway,
)
from amparo.pillars.assistance.child_protection.models import (
    AuthorityDecision,
    FamilyContactRestriction,
    UnaccompaniedChild,
)
from amparo.pillars.assistance.child_protection.models.children import UnaccompaniedChild as Child
from amparo.pillars.assistance.family_tracing.matching import match_candidates
from amparo.pillars.assistance.family_tracing.models import (
    InquirerNotification,
    MatchVerification,
    Reunification,
    ReunificationHandover,
    TracingClosure,
    TracingConsent,
    TracingMatch,
)
from amparo.pillars.assistance.family_tracing.tests import story
from amparo.pillars.assistance.pathways.models import Check, CheckOverride

STEPS_A_WALK = 50
SAID = st.sampled_from(["yes", "yes", "yes", "no", "unsure"])
OUTCOME = st.sampled_from(["confirmed", "confirmed", "confirmed", "doubtful", "refuted"])
SIDE = st.sampled_from(["person", "relative"])
WHO = st.sampled_from(["tracer", "caseworker", "supervisor", "stranger"])
CHECKS = st.integers(0, 5)
BEST = st.sampled_from(["reunification", "reunification", "local_family", "local_care"])


class Search(RuleBasedStateMachine):
    """One relative, one child who may be the one, and whoever works on it."""

    def __init__(self):
        super().__init__()
        self.start = transaction.savepoint_create()
        self.figures["walks"] += 1
        cast = self.cast
        self.users = {name: getattr(cast, name) for name in ("caseworker", "supervisor")}
        self.users |= {"stranger": cast.stranger, "tracer": cast.colleague}
        self.child = cast.nayeli
        self.sought = story.asked(cast, consents=False)
        self.case = cast.open_case(person=self.child)
        self.alone = UnaccompaniedChild.register(
            self.case, by=cast.caseworker, person=self.child, status=Child.Status.choices[0][0]
        )
        self.told = self.handed = 0
        self.the_authority_decides("reunification")

    def teardown(self):
        transaction.savepoint_rollback(self.start)

    def go(self, deed) -> None:
        """Done, or refused: both are answers."""
        try:
            with transaction.atomic():
                deed()
            self.figures["done"] += 1
        except Refusal:
            self.figures["refused"] += 1

    @property
    def request(self):
        return type(self.sought.request).objects.get(pk=self.sought.request_id)

    @property
    def match(self) -> TracingMatch | None:
        return TracingMatch.objects.first()

    @property
    def reunion(self) -> Reunification | None:
        return Reunification.objects.order_by("pk").last()

    @rule(agrees=st.booleans())
    def the_relative_answers(self, agrees):
        by = self.users["caseworker"]
        self.go(lambda: TracingConsent.record(
            self.request, by=by, agreed=agrees, method="verbal"
        ))  # fmt: skip

    @rule()
    def the_relative_takes_it_back(self):
        self.go(lambda: TracingConsent.take_back(self.request, by=self.users["caseworker"]))

    @rule(agrees=st.booleans())
    def the_child_answers(self, agrees):
        self.go(lambda: story.agree(self.child, by=self.users["caseworker"], agreed=agrees))

    @rule()
    def the_child_restricts_contact_with_the_family(self):
        by = self.users["caseworker"]
        self.go(
            lambda: FamilyContactRestriction.ask(
                self.alone, by=by, reason="fear", text="She is afraid."
            )
        )

    @rule()
    def the_child_says_otherwise(self):
        asked = FamilyContactRestriction.objects.in_force().filter(child=self.alone).first()
        if asked:
            self.go(lambda: asked.take_back(by=self.users["caseworker"], text="She laughed."))

    def the_authority_decides(self, best):
        """What is best for her: to be with her family again, or something else."""
        by, on = self.users["caseworker"], self.case.office.today()
        self.go(lambda: AuthorityDecision.note(
            self.alone, by=by, authority="Defensoría", on=on, code=best
        ))  # fmt: skip

    @rule(who=WHO)
    def propose(self, who):
        sought = type(self.sought).objects.get(pk=self.sought.pk)
        self.go(lambda: TracingMatch.propose(sought, self.child, by=self.users[who]))

    @rule(who=WHO, side=SIDE, outcome=OUTCOME, willing=SAID, safe=SAID, told=SAID)
    def verify(self, who, side, outcome, willing, safe, told):
        if match := self.match:
            said = {"outcome": outcome, "willing": willing, "safe": safe}
            if side == "person":
                said["may_inform_family"] = told
            had = match.pair
            before = MatchVerification.objects.count()
            self.go(lambda: story.verify(match, side, by=self.users[who], **said))
            if MatchVerification.objects.count() > before:
                assert had.may_be_shown
                assert side == "person" or had.may_ask_relative, "the relative was asked too soon"

    @rule(who=WHO)
    def tell(self, who):
        if match := self.match:
            had = match.pair
            self.go(lambda: InquirerNotification.tell(
                match, by=self.users[who], method="call", text="She is well."
            ))  # fmt: skip
            if InquirerNotification.objects.count() > self.told:
                assert had.may_inform_family
                assert had.is_verified
            self.told = InquirerNotification.objects.count()

    @rule(who=WHO, best=BEST)
    def prepare(self, who, best="reunification"):
        self.the_authority_decides(best)
        if match := self.match:
            self.go(lambda: Reunification.prepare(match, self.case, by=self.users[who]))

    @rule(number=CHECKS, who=WHO, met=st.sampled_from([True, True, True, False]))
    def decide(self, number, who, met):
        if reunion := self.reunion:
            checks = list(Check.objects.of(reunion.ref))
            check = checks[number % len(checks)]
            self.go(lambda: check.decide(by=self.users[who], met=met, text="Asked today."))

    @rule(number=CHECKS)
    def ask_to_let_them_go_all_the_same(self, number):
        if reunion := self.reunion:
            check = list(Check.objects.of(reunion.ref))[number % 6]
            by = self.users["caseworker"]
            self.go(lambda: CheckOverride.ask(check, by=by, because="They have waited long."))
            assert not CheckOverride.objects.filter(required_check=check).exists()

    @rule(hurry=st.booleans())
    def both_want_it(self, hurry):
        """Many steps at once, so that a walk comes to its end; in a hurry, past the checks."""
        by = self.users["supervisor"]
        self.the_relative_answers(True)
        self.the_child_answers(True)
        self.propose("tracer")
        for side in ("person", "relative"):
            self.verify("tracer", side, "confirmed", "yes", "yes", "yes")
        self.prepare("tracer")
        if (reunion := self.reunion) and not hurry:
            for check in Check.objects.of(reunion.ref):
                self.go(lambda check=check: check.decide(by=by, met=True, text="Seen."))
        self.hand_over()

    @rule(days=st.sampled_from([0, 3]))
    def set_the_day(self, days):
        if reunion := self.reunion:
            on, by = self.case.office.today() + timedelta(days=days), self.users["caseworker"]
            planned = {"place": "Oruro", "received_by": "Carmen"}
            self.go(lambda: reunion.plan(by=by, on=on, **planned))

    @rule()
    def hand_over(self):
        if reunion := self.reunion:
            today, by = self.case.office.today(), self.users["caseworker"]
            had = reunion.match.pair
            shut = Check.objects.of(reunion.ref).shut(today).exists()
            against = missing_for_pathway(self.alone, REUNIFICATION)
            self.go(lambda: reunion.hand_over(by=by, on=today, **story.HANDED))
            if ReunificationHandover.objects.count() > self.handed:
                assert not shut, "through a shut check"
                assert not against, "though something else was found best for the child"
                assert all((had.is_verified, had.are_willing, had.are_safe, had.may_inform_family))
                self.figures["together"] += 1
            self.handed = ReunificationHandover.objects.count()

    @rule()
    def call_off(self):
        if reunion := self.reunion:
            by = self.users["caseworker"]
            self.go(lambda: reunion.call_off(by=by, because="She was ill."))

    @rule(outcome=st.sampled_from(["not_found", "reunified"]))
    def close_and_open_again(self, outcome):
        by = self.users["tracer"]
        self.go(lambda: TracingClosure.close(
            self.request, by=by, outcome=outcome, text="She knows."
        ))  # fmt: skip
        for closed in TracingClosure.objects.filter(reopened_at=None):
            self.go(lambda closed=closed: closed.reopen(by=by, because="News."))

    @invariant()
    def nobody_is_shown_without_both_consents(self):
        self.figures["steps"] += 1
        request = self.request
        both = request.has_consent and self.child.consents_to("tracing")
        self.sought.request = request
        names = list(self.users)
        turn = names[self.figures["steps"] % len(names)]
        for name in ("tracer", turn):
            user = self.users[name]
            shown = match_candidates(self.sought, user)
            assert not shown or (both and name == "tracer"), f"{name} was shown somebody"
        if (match := self.match) and not both:
            assert not match.may_be_shown

    @invariant()
    def who_does_not_trace_reads_nothing_of_it(self):
        request = self.request
        if not request.notifications.exists():
            said = request.state_for(self.users["caseworker"])
            assert said not in ("Verified", "Reunited", "Reunified")


def walk(steps: int, seed: int, cast) -> Counter:
    """What was done and refused; an assertion fails where somebody was harmed."""
    for name in ("caseworker", "colleague", "supervisor", "stranger", "nayeli"):
        getattr(cast, name)  # they are there before the first walk, and after it
    figures: Counter = Counter()
    while figures["steps"] < steps:
        each = type("Search", (Search,), {"cast": cast, "figures": figures})
        left = steps - figures["steps"]
        run_state_machine_as_test(seeded(seed + figures["walks"])(each), settings=_settings(left))
    return figures


def _settings(steps: int) -> hypothesis_settings:
    return hypothesis_settings(
        max_examples=steps // STEPS_A_WALK + 2, stateful_step_count=STEPS_A_WALK,
        deadline=None, database=None, print_blob=False, suppress_health_check=list(HealthCheck),
        phases=(Phase.generate,),
    )  # fmt: skip
