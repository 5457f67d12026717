"""Training in the demo: tests."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

from django.db.models import Count, Min

from amparo.pillars.training.gift import read_gift
from amparo.pillars.training.models import (
    CourseVersion,
    TestAnswer,
    TestForm,
    TestMoment,
    TestQuestion,
    TestSitting,
    TrainingEvent,
)
from amparo.pillars.training.scoring import percent
from amparo_demo.world import Story, World

BANK = r"""
$CATEGORY: Indicadores de trata

::Pasaporte::Una persona dice que su empleador le guarda el pasaporte. ¿Qué hace?{
    ~Nada: es asunto del empleador ~Le pide que lo traiga otro día
    =Lo anota como indicador y busca otros ~Da por probada la trata}

::Indicadores::Un solo indicador prueba que hay trata.{FALSE}

$CATEGORY: Acto, medio, fin

::Elementos::¿Qué elementos forman la trata de una persona adulta?{
    ~%33.33%Un acto, como captar o trasladar ~%33.33%Un medio, como el engaño o la amenaza
    ~%33.33%El fin de explotar ~%-50%Cruzar una frontera}

::Menores::Con una niña o un niño hay que probar el engaño o la amenaza.{FALSE}

$CATEGORY: No sanción

::Papeles::A una víctima la obligaron a usar papeles falsos. ¿Qué dice el principio de no sanción?{
    ~Se la detiene hasta el juicio =No se la castiga por lo que la obligaron a hacer
    ~Paga una multa ~Depende de si denuncia}

::Denuncia::La protección depende de que la persona denuncie.{FALSE}

$CATEGORY: A quién derivar

::Derivar::Hay indicadores y la persona tiene miedo. ¿Qué va primero?{
    =Un lugar seguro y el punto focal ~La declaración ~La foto ~El aviso a su empleador}

::Edad::¿Hasta qué edad, sin llegar a ella, es niña o niño una persona? {#18}

$CATEGORY: Hablar sin dañar

::Intérprete::¿Quién interpreta en la entrevista?{
    ~Quien viaja con la persona =Alguien ajeno, con su acuerdo ~Un familiar ~Nadie}

::Repetir::Conviene que la persona cuente todo varias veces, para comparar.{FALSE}
"""
# How many of a hundred know each theme, before and after.
KNOWN = ((41, 83), (33, 78), (22, 61), (48, 90), (55, 79))
PART_TAKEN = 30


def fill(world: World) -> None:
    """The tests before and after of the event with most people, once it has been held."""
    world.tell(_tests(world))


def _tests(world: World) -> Story:
    # Before certificates are issued: they ask for the final test.
    yield world.at(-5, "09:00")
    version = CourseVersion.objects.filter(events__isnull=False).order_by("pk").first()
    if version is None:
        return
    by = world.users["training"]
    asked = [TestQuestion.record(version, each, "es", by=by) for each in read_gift(BANK).questions]
    form = TestForm.record(version, by=by, label="A", questions=asked)
    events = TrainingEvent.objects.filter(version=version).exclude(state="cancelled")
    for event in events.annotate(
        people=Count("enrolments", distinct=True), begins=Min("sessions__starts_at")
    ).filter(people__gt=0, begins__lt=world.now).order_by("-people", "pk")[:1]:  # fmt: skip
        for at, moment in enumerate(("before", "after")):
            test = TestMoment.open(event, by=by, moment=moment, form=form)
            _answer(world, test, at, event)
            test.close(by=by)


def _answer(world: World, test: TestMoment, at: int, event: TrainingEvent) -> None:
    """What everybody had: points alone, as they remain when the answers were erased."""
    sessions = list(event.sessions.all())
    begins, ends = min(each.starts_at for each in sessions), max(each.ends_at for each in sessions)
    taken_at = ends if at else begins - timedelta(minutes=20)
    taken, shares = [], []
    for enrolment in event.enrolments.filter(state="enrolled")[: PART_TAKEN - at]:
        dice = world.dice("test", enrolment.number, at)
        # Some know more than others, before and after.
        bonus = world.dice("test", enrolment.number).randint(-20, 20)
        found = [
            Decimal(dice.randint(1, 100) <= KNOWN[item.position // 2][at] + bonus)
            for item in test.items
        ]
        shares.append(found)
        taken.append(TestSitting(
            moment=test, enrolment=enrolment, percent=percent(found), form_key=uuid4(),
            pairing=test.hash_text(f"enrolment {enrolment.ref}"), taken_at=taken_at,
        ))  # fmt: skip
    TestSitting.objects.bulk_create(taken)
    items = test.items
    TestAnswer.objects.bulk_create(
        TestAnswer(sitting=sitting, item=item, share=share)
        for sitting, found in zip(taken, shares, strict=True)
        for item, share in zip(items, found, strict=True)
    )
