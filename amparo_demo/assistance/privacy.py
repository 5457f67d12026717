"""What a house owes people and itself: deletion, a held file, an answer, a second look."""

from io import BytesIO

from amparo.foundation.core.audit import log
from amparo.foundation.core.files.validation import validate_upload
from amparo.foundation.core.models import BulkReadJustification
from amparo.pillars.assistance.cases.models import Attachment, Case, Closure, EmergencyAccess
from amparo.pillars.assistance.intake.models import Screening
from amparo.pillars.assistance.privacy.models import DataSubjectRequest, DeletionRequest, LegalHold
from amparo_demo.places import place
from amparo_demo.world import Story, World

from . import steps

# First conversations that no work followed: their files are kept for 90 days.
ONLY_ONCE = (
    ("Yamila", "Ferrufino", "female", "BO", "Preguntó por el bus a la frontera. No volvió."),
    ("Dieudonné", "Paul", "male", "HT", "Quería cambiar dinero sin que lo engañen."),
    ("Sixto", "Huamán", "male", "PE", "Buscaba a su patrón, que no le pagó un mes."),
)
READ_IN_BULK = 61


def tell(world: World) -> None:
    for at in range(len(ONLY_ONCE)):
        world.tell(_over_its_time(world, at))
    world.tell(_asks_what_we_hold(world))
    world.tell(_at_night(world))
    world.tell(_reads_in_bulk(world))
    world.tell(_brings_harm(world))


def _over_its_time(world: World, at: int) -> Story:
    """One file is due, one waits for the second person, one is needed by a court."""
    given, family, sex, land, words = ONLY_ONCE[at]
    by, boss = world.users["lucia"], world.users["maren"]
    yield world.at(-120 - at, "16:15")
    person = steps.named(world, given, family, sex, 29 + at, land, "es")
    here = {"channel": "walk_in", "place": place("Terminal de buses"), "presenting_concern": words}
    _, case = steps.met(world, person, here)
    Screening.hold(case, by=by, asylum_wish=False, text=words)
    yield world.at(-112 - at, "10:00")
    Closure.propose(case, by=by, reason="moved", summary=words, person_informed=True)
    yield world.at(-111 - at, "12:00")
    steps.approve(world, case, "closure")
    case.refresh_from_db()
    yield world.at(-2, f"1{at}:20")
    if at == 1:
        DeletionRequest.ask(case, by=boss, why="retention")
    if at == 2:
        because = "El juzgado laboral pidió el expediente por los salarios que le deben."
        LegalHold.put(case, by=boss, because=because)


def _asks_what_we_hold(world: World) -> Story:
    by = world.users["lucia"]
    yield world.at(-3, "15:45")
    case = _of(world, "lucia", Case.objects.filter(confidentiality="ordinary"))
    assert case.person is not None  # noqa: S101 - `_of` looks for one
    DataSubjectRequest.hear(
        case.person, by=by, what="access", heard_on=world.day(-3), language="es",
        text="Quiere saber qué escribimos de su familia antes de firmar nada más.",
    )  # fmt: skip


def _at_night(world: World) -> Story:
    """Nobody of the team answered, and somebody stood before the border post."""
    yield world.at(-1, "23:40")
    EmergencyAccess.open(
        _of(world, "lucia", Case.objects.filter(confidentiality="ordinary")),
        by=world.users["tomas"], reason="before_me",
        text="Llegó de noche al puesto, sin teléfono: hay que saber a quién no llamar.",
    )  # fmt: skip


def _reads_in_bulk(world: World) -> Story:
    by = world.users["salma"]
    yield world.at(-1, "08:30")
    for case in Case.objects.accessible_to(by).order_by("pk")[:READ_IN_BULK]:
        log.log_read(by, case)
    words = "أستلم ملفات جان باتيست في أثناء إجازته."
    BulkReadJustification.explain(by=by, reason="handover", explanation=words)


def _brings_harm(world: World) -> Story:
    """As where a scanner looks at what comes in: it locked this one away."""
    yield world.at(-1, "17:20")
    case = _of(world, "daniel", Case.objects.filter(confidentiality="ordinary"))
    text = b"Job offer. Open the form on your telephone to receive the advance.\n"
    paper = validate_upload("job-offer.txt", "text/plain", len(text), BytesIO(text))
    kept = Attachment.keep(case, by=world.users["daniel"], paper=paper)
    Attachment.objects.filter(pk=kept.pk).update(verdict=Attachment.Verdict.WAITING)
    kept.judge("Demo.Made-up")


def _of(world: World, who: str, cases) -> Case:
    found = cases.active().filter(owner=world.users[who], person__isnull=False).order_by("pk")
    case = found.first()
    assert case is not None  # noqa: S101 - her stories are told by then
    return case
