"""The evidence of the demo: two months frozen, one of them signed and restated since."""

from datetime import date, timedelta
from decimal import Decimal

from amparo.foundation.directory.models import Mandate
from amparo.pillars.assistance.models import Case, ServiceGiven
from amparo.pillars.evidence import computing, freezing, publishing, releasing
from amparo.pillars.evidence.figures import earlier
from amparo.pillars.evidence.models import Computation, Indicator, MonthlyReport, Release
from amparo_demo.places import place
from amparo_demo.world import Story, World

HERE = "Puerto Alto"
# Whose focal point reads figures, and of where.
MINISTRY, TERRITORY = "Ministerio de Trabajo y Movilidad", "Altiplano Norte"
REMARK = "Lluvias en el altiplano: dos semanas sin visitas al albergue de la frontera."


def fill(world: World) -> None:
    if HERE in world.offices:
        world.tell(_months(world))


def _months(world: World) -> Story:
    """The month before the last one is signed, and differs since; the last one waits."""
    first, last = earlier(world.today, 2), earlier(world.today, 1)
    after = (last - world.today).days
    yield world.at(after + 4, "18:00")
    report = _frozen(world, first, REMARK)
    yield world.at(after + 5, "09:30")
    report.sign(by=world.users["maren"])
    Mandate.add(
        world.organizations[MINISTRY], by=world.users["admin"], place=place(TERRITORY),
        since=world.day(-200),
    )  # fmt: skip
    publishing.publish_all()
    yield world.at(after + 6, "11:00")
    release = Release.propose(
        by=world.users["data"], reports=[report], breakdowns=("sex", "age_group"),
        indicators=Indicator.objects.filter(code="OPT-1"),
    )  # fmt: skip
    releasing.audit(release)
    yield world.at(after + 7, "09:00")
    release.sign(by=world.users["maren"])
    yield world.at(after + 8, "10:15")
    _recorded_late(world, first)
    # After everything else: what pages read is of today.
    yield world.at(1, "06:00")
    _compute()


def _compute() -> None:
    computing.run(Computation.objects.create())


def _frozen(world: World, month: date, remark: str) -> MonthlyReport:
    _compute()
    report = MonthlyReport.ask(
        by=world.users["data"], office=world.offices[HERE], is_with_branches=False, month=month,
        remark=remark,
    )  # fmt: skip
    freezing.freeze(report)
    return report


def _recorded_late(world: World, month: date) -> None:
    """Three visits of the frozen month are recorded late, and one service was a mistake."""
    day = month + timedelta(days=20)
    cases = Case.objects.filter(
        team__office=world.offices[HERE], status__in=("open", "followup"), owner__isnull=False,
        confidentiality=Case.Confidentiality.ORDINARY, identified_on__lte=day,
    ).order_by("pk")  # fmt: skip
    for case in cases[:3]:
        ServiceGiven.give(
            case, by=world.users["lucia"], service_type="food", given_on=day, quantity=Decimal(1),
            unit="canasta", is_emergency=True,
        )  # fmt: skip
    mistaken = ServiceGiven.objects.filter(
        case__team__office=world.offices[HERE], given_on__gte=month,
        given_on__lt=earlier(month, -1), voided_at=None, by__isnull=False,
        case__confidentiality=Case.Confidentiality.ORDINARY,
    ).order_by("pk").first()  # fmt: skip
    if mistaken:
        mistaken.void(by=world.users["maren"], because="Registrado en el expediente equivocado.")
