"""Records of other programmes in the cases of `country_data`.

Plans and grants, rounds of a survey, ways out of exploitation, tracing requests, children.
"""

import random
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.values import create_keys
from amparo.foundation.core.models import Office, Organization
from amparo.foundation.core.models import RestrictedGroupAccess as Leave
from amparo.foundation.core.permissions.restricted_groups import group_grantee
from amparo.foundation.funding.models import BudgetLine, Fund
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.child_protection.models import (
    CareArrangement,
    Guardian,
    UnaccompaniedChild,
)
from amparo.pillars.assistance.counter_trafficking.models import (
    IndicatorObservation,
    ReflectionPeriod,
    SafetyPlan,
    StatusDetermination,
    TraffickingRecord,
)
from amparo.pillars.assistance.counter_trafficking.models.ways import (
    ACTUAL,
    NOT_A_VICTIM,
    POSSIBLE,
)
from amparo.pillars.assistance.family_tracing.models import (
    SoughtPerson,
    TracingConsent,
    TracingRequest,
)
from amparo.pillars.assistance.family_tracing.models.requests import reserve_request_number
from amparo.pillars.assistance.pathways.payments.models import AssistanceGrant, Payment
from amparo.pillars.assistance.reintegration.models import (
    PlanItem,
    ReintegrationAgreement,
    ReintegrationPlan,
)
from amparo.pillars.assistance.returns import rules
from amparo.pillars.assistance.surveys import standard_instruments
from amparo.pillars.assistance.surveys.figures import round_score
from amparo.pillars.assistance.surveys.models import (
    DimensionScore,
    InstrumentVersion,
    ReferralSuggestion,
    ScheduledSurvey,
    SurveyResponse,
)
from amparo.pillars.assistance.surveys.scoring import prompts, score

if TYPE_CHECKING:
    from .country_data import HomeCountry, ReturnedCase, RowBatch

LOOKS_FOR_FAMILY, IS_ALONE = 0.05, 0.06
ITEMS = (
    ("economic", "individual", "business"), ("social", "individual", "housing"),
    ("psychosocial", "community", "support_group"),
)  # fmt: skip
GOAL = "She sells bread at the market with her sister."


class ProgrammeData:
    """All of them, for one case after the other."""

    def __init__(self, country: "HomeCountry"):
        self.country = country
        self.dice: random.Random = country.random
        self.version = self._survey()
        self.lines = {office.pk: self._line(office) for office in Office.objects.all()}
        self._requests: list[TracingRequest] = []

    def add(self, sheaf: "RowBatch", way: "ReturnedCase") -> None:
        each = _OfOneCase(self, sheaf, way)
        if way.journey.state in rules.HOME:
            each.plan_and_grants()
            each.rounds()
        if way.case.confidentiality == Case.Confidentiality.TRAFFICKING:
            each.out_of_exploitation()
        if self.dice.random() < LOOKS_FOR_FAMILY:
            self._requests.append(each.search())
        if self.dice.random() < IS_ALONE and way.case.status not in Case.ENDED:
            each.child_alone()

    def keep_requests(self, sheaf: "RowBatch") -> None:
        """A search is a file of its own, with a key of its own."""
        create_keys(self._requests)
        self._requests.clear()

    def _survey(self) -> InstrumentVersion:
        version, _at_closure = standard_instruments.add(by=self.country.admin)
        version.publish(by=self.country.admin)
        return version

    def _line(self, office: Office) -> BudgetLine:
        """A fund of this office; and leave for what is kept close, for who answers for it."""
        head = self.country.heads[office.pk]
        for group in ("trafficking", "tracing"):
            Leave.give(to=head, group=group, office=office, by=None)
        fund = Fund.set_up(
            by=head, code=f"F{office.pk}", name="Home again", office=office, currency="USD",
            donor=Organization.objects.get(pk=office.organization_id),
            since=office.today() - timedelta(days=700),
        )  # fmt: skip
        return BudgetLine.add(fund, by=head, code="1", name="All", amount=Decimal("99000000"))

    @cached_property
    def answers(self) -> list[dict[str, str]]:
        """A few people's answers: each says the first, the second… of what they may say."""
        items = self.version.survey.items
        return [
            {item.code: item.choices[turn % len(item.choices)].code for item in items}
            for turn in range(5)
        ]


class _OfOneCase:
    """What hangs on one case."""

    def __init__(self, ways: ProgrammeData, sheaf: "RowBatch", way: "ReturnedCase"):
        self.ways, self.way, self.dice = ways, way, ways.dice
        self.add: Callable = sheaf.add
        self.part = {"case": way.case, "by": way.owner}

    def _ago(self, days: int) -> date:
        return self.way.today - timedelta(days=days)

    def plan_and_grants(self) -> None:
        way, arrived_on = self.way, self._ago(self.way.days + 10)
        is_agreed = self.dice.random() < (0.3 if way.journey.state == rules.ARRIVED else 0.9)
        State = ReintegrationPlan.State  # noqa: N806 - a class of names
        ended = way.case.status in Case.ENDED
        state = State.ENDED if ended else State.AGREED if is_agreed else State.DRAFT
        plan = self.add(
            ReintegrationPlan(
                **self.part, number=1, arrived_on=arrived_on, state=state,
                due_on=arrived_on + timedelta(days=30),
                review_on=self._ago(self.dice.randrange(-60, 20)) if is_agreed else None,
            )
        )  # fmt: skip
        items = [self._item(plan, *each, is_agreed=is_agreed) for each in ITEMS]
        if is_agreed:
            self.add(
                ReintegrationAgreement(
                    plan=plan, on=arrived_on, how="verbal", text=GOAL, by=way.owner,
                    agreed=[{"objective": GOAL}] * len(items),
                )
            )  # fmt: skip
            for item in items[: self.dice.randrange(3)]:
                self._grant(item)

    def _item(self, plan, dimension: str, level: str, activity: str, *, is_agreed: bool):
        starts_on = self._ago(self.dice.randrange(60))
        is_over = self.way.case.status in Case.ENDED
        return self.add(
            PlanItem(
                **self.part, plan=plan, dimension=dimension, level=level, activity=activity,
                objective=GOAL, responsible=self.way.owner, starts_on=starts_on,
                ends_on=starts_on + timedelta(days=self.dice.randrange(120)),
                budget=Decimal(150), currency="USD", is_agreed=is_agreed,
                status="done" if is_over else "planned",
                ended_at=now() if is_over else None, ended_by=self.way.owner if is_over else None,
            )
        )  # fmt: skip

    def _grant(self, item: PlanItem) -> None:
        way, amount = self.way, Decimal(self.dice.randrange(50, 400))
        shares = (1, 1, 8) if way.case.status in Case.ENDED else (3, 3, 4)
        [state] = self.dice.choices(("asked", "approved", "paid"), shares)
        bound = amount if state != "asked" else Decimal(0)
        grant = self.add(
            AssistanceGrant(
                **self.part, way=item.ref, kind="reintegration", amount=amount, currency="USD",
                line=self.ways.lines[way.case.team.office_id], text="A first stock of flour.",
                state=state, bound=bound, paid=amount if state == "paid" else Decimal(0),
                **(self._approved(amount) if bound else {}),
            )
        )  # fmt: skip
        if state == "paid":
            self.add(
                Payment(
                    grant=grant, amount=amount, charged=amount, on=self._ago(3), how="cash",
                    by=way.other, approved_by=way.head,
                )
            )  # fmt: skip

    def _approved(self, worth: Decimal) -> dict[str, Any]:
        return {"decided_at": now(), "decided_by": self.way.head, "worth": worth}

    def rounds(self) -> None:
        version, person = self.ways.version, self.way.case.person
        waves = version.survey.waves
        held = 0 if self.way.journey.state == rules.ARRIVED else self.dice.randrange(len(waves))
        for wave in waves[:held]:
            self._round(wave.code)
        self.add(
            ScheduledSurvey(
                **self.part, person=person, version=version, wave=waves[held].code,
                due_on=self._ago(self.dice.randrange(-90, 15)),
                is_open=self.way.case.status not in Case.ENDED,
            )
        )  # fmt: skip

    def _round(self, wave: str) -> None:
        survey, answers = self.ways.version.survey, self.dice.choice(self.ways.answers)
        answers = survey.asked(answers)
        result = score(survey, answers)
        held = self.add(
            SurveyResponse(
                **self.part, person=self.way.case.person, version=self.ways.version, wave=wave,
                mode="in_person", language="es", on=self._ago(20), answers=answers, text=GOAL,
                overall=round_score(result.overall),
            )
        )  # fmt: skip
        for each in result.scores:
            self.add(
                DimensionScore(
                    round=held, dimension=each.dimension, value=round_score(each.value),
                    answered=each.answered, declined=each.declined, unknown=each.unknown,
                    not_asked=each.not_asked,
                )
            )  # fmt: skip
        for prompt in prompts(survey, answers, result):
            self.add(ReferralSuggestion(round=held, why=prompt.why, code=prompt.code))

    def out_of_exploitation(self) -> None:
        shares = ("", POSSIBLE, ACTUAL, NOT_A_VICTIM), (3, 3, 5, 1)
        [status] = self.dice.choices(*shares)
        until, looked = self._ago(self.dice.randrange(-30, 10)), self.dice.randrange(60)
        way = self.add(
            TraffickingRecord(
                **self.part, person=self.way.case.person, prompt="presumed", status=status,
                reflection_until=until, safety_due_on=self._ago(looked - 30),
            )
        )  # fmt: skip
        step = {"way": way, "by": self.way.owner}
        self.add(IndicatorObservation(**step, indicators=["A1"], text="She may not go out alone."))
        self.add(ReflectionPeriod(**step, from_on=until - timedelta(days=30), until_on=until))
        self.add(
            SafetyPlan(
                **step, dangers="He knows the street.", must_not_know="Her cousin.",
                safe_places="At the sisters’.", signals="Three rings.", what_to_do="Call us.",
                contacts="Sister Inés", looked_at_on=self._ago(looked),
            )
        )  # fmt: skip
        if status:
            self.add(
                StatusDetermination(
                    **step, status=status, decided_on=self._ago(10), decided_by="Police",
                    organization_name="Fiscalía", text="After two talks.",
                )
            )  # fmt: skip

    def search(self) -> TracingRequest:
        way, office = self.way, self.way.case.team.office
        [state] = self.dice.choices(("open", "in_progress", "closed"), (4, 4, 2))
        request = self.add(
            TracingRequest(
                number=reserve_request_number(now().year), office=office, case=way.case,
                kept_to=group_grantee("tracing", office.pk), given_names="Carmen",
                family_names="Mamani", language="es", safe_channel="call",
                contact="+591 70088888", safe_contact="Mornings", by=way.owner, state=state,
                at=now() - timedelta(minutes=self.dice.randrange(900_000)),
            )
        )  # fmt: skip
        part = {"request": request, "by": way.owner}
        self.add(TracingConsent(**part, agreed=True, method="verbal", given_on=self._ago(20)))
        self.add(
            SoughtPerson(
                **part, relation="grandchild", given_names="Nayely", family_names="Kispe",
                sex="female", birth_year=2017, birth_precision="estimated", nationality="BO",
                last_seen_where="Bus station of Oruro", circumstances="On two buses.",
            )
        )  # fmt: skip
        return request

    def child_alone(self) -> None:
        child = self.add(
            UnaccompaniedChild(
                **self.part, person=self.way.case.person, status="unaccompanied",
                where="On the bridge", circumstances="Her uncle went ahead.",
            )
        )  # fmt: skip
        of_it = {"child": child, "by": self.way.owner, "since": self._ago(30)}
        if self.dice.random() < 0.8:
            visit = self._ago(self.dice.randrange(-20, 5))
            self.add(CareArrangement(**of_it, kind="foster", carer="Doña Julia",
                                     next_visit_on=visit))  # fmt: skip
        if self.dice.random() < 0.7:
            self.add(Guardian(**of_it, name="Julia Rojas", basis="court"))
