"""Consultations in the demo: one that owes its answer, one that is open, one that was reported
back and led to a commitment. Made up, as the words of those who answered are.
"""

from amparo.foundation.core import receipt_codes
from amparo.pillars.dialogue.consultation_links import link_commitment
from amparo.pillars.dialogue.models import Commitment, Consultation, Contribution
from amparo_demo.places import place
from amparo_demo.world import Story, World

OFFICE, KEEPER, PLACE = "Puerto Alto", "policy", "Puerto Alto"
# What came of the first one, as the pledge of the ministry has it.
DESKS = "ventanillas de documentación"
# Words, language, sex and age of those who said them.
PAPERS = [
    ("Perdí un día de trabajo y la ventanilla estaba cerrada.", "es", "male", "adult"),
    ("Me pidieron un papel que solo dan en mi país.", "es", "female", "adult"),
    ("No sabía a qué ventanilla ir.", "es", "female", "adult"),
    ("Mi hija nació aquí y nadie supo decirme cómo se inscribe.", "es", "female", "adult"),
    ("Fui tres veces. Siempre falta algo.", "es", "male", ""),
    ("The form is only in Spanish.", "en", "male", "adult"),
    ("Tenía miedo de dar mi dirección.", "es", "female", ""),
]
SHELTER = [
    ("Las duchas no cierran por dentro.", "es", "female", "adult"),
    ("De noche no hay luz en el pasillo.", "es", "female", "adult"),
    ("Hay que salir a las seis, también cuando llueve.", "es", "male", "adult"),
    ("Les toilettes sont loin du dortoir des femmes.", "fr", "female", "adult"),
    ("Un lugar donde guardar mis cosas.", "es", "male", "older"),
    ("Que haya alguien que hable criollo.", "es", "female", ""),
    ("No hay sitio para los niños.", "es", "female", "adult"),
    ("Las camas de arriba no sirven para mi madre.", "es", "male", "adult"),
]
NOTICES = [
    ("Por WhatsApp, con audio. No leo bien.", "es", "female", "older"),
    ("In English please, and not only at the office.", "en", "male", "adult"),
    ("Un cartel en la terminal, donde llegamos.", "es", "", ""),
]


def fill(world: World) -> None:
    world.tell(_reported(world))
    world.tell(_owing(world))
    world.tell(_open(world))


def _reported(world: World) -> Story:
    """Asked, answered, and told at a meeting in the shelter; a commitment came of it."""
    by = world.users[KEEPER]
    yield world.at(-205, "10:00")
    papers = _plan(world, -203, -180, {
        "es": "¿Qué le hace difícil sacar sus documentos?",
        "en": "What makes it hard to get your papers?",
    }, ["migrants"], "several")  # fmt: skip
    papers.open(by=by)
    yield world.at(-190, "16:00")
    _answer(papers, PAPERS, by=by)
    yield world.at(-179, "09:00")
    papers.close(by=by)
    yield world.at(-165, "11:00")
    papers.say_heard(by=by, heard={
        "es": "Pocas ventanillas y lejos, requisitos que cambian, formularios en un solo idioma.",
        "en": "Few desks, far away; requirements that change; forms in one language only.",
    })  # fmt: skip
    yield world.at(-139, "10:00")
    desks = Commitment.objects.filter(text__contains=DESKS).first()
    if desks is not None:
        link_commitment(papers, desks, by=by)
    yield world.at(-135, "12:00")
    papers.answer(by=by, became={
        "es": "Lo llevamos a la mesa de migración. El ministerio se comprometió a abrir"
              " ventanillas; los formularios siguen en un solo idioma, y lo decimos.",
        "en": "We took it to the migration table. The ministry committed to open desks; the forms"
              " are still in one language, and we say so.",
    })  # fmt: skip
    yield world.at(-130, "17:30")
    papers.report_back(
        by=by,
        informed_how=Consultation.Informed.MEETING,
        informed_on=world.day(-130),
        today=world.day(-130),
    )


def _owing(world: World) -> Story:
    """Closed more than 30 days ago, heard in one language only: those who answered still wait."""
    by = world.users[KEEPER]
    yield world.at(-60, "09:30")
    shelter = _plan(world, -58, -36, {
        "es": "¿Qué cambiaría primero en el albergue de noche?",
        "fr": "Que changeriez-vous d’abord à l’abri de nuit ?",
    }, ["women", "migrants"], "groups")  # fmt: skip
    shelter.open(by=by)
    yield world.at(-50, "15:00")
    _answer(shelter, SHELTER, by=by)
    yield world.at(-35, "09:00")
    shelter.close(by=by)
    yield world.at(-20, "10:00")
    shelter.say_heard(by=by, heard={
        "es": "Duchas que cierren, luz de noche, un lugar para guardar cosas, sitio para niños.",
    })  # fmt: skip


def _open(world: World) -> Story:
    by = world.users[KEEPER]
    yield world.at(-7, "10:00")
    notices = _plan(world, -6, 15, {
        "es": "¿En qué idioma y por qué medio quiere recibir los avisos?",
        "en": "In which language, and how, do you want to get notices?",
        "fr": "Dans quelle langue et par quel moyen voulez-vous recevoir les avis ?",
        "ar": "بأي لغة وبأي وسيلة تريد أن تصلك الإعلانات؟",
    }, ["migrants", "older", "disability"], "several")  # fmt: skip
    notices.open(by=by)
    yield world.at(-3, "18:00")
    _answer(notices, NOTICES, by=None)


def _plan(
    world: World, opens: int, closes: int, question: dict[str, str], groups: list[str],
    method: str,
) -> Consultation:  # fmt: skip
    return Consultation.plan(
        by=world.users[KEEPER], office=world.offices[OFFICE], question=question, groups=groups,
        method=method, opens_on=world.day(opens), closes_on=world.day(closes),
        place=place(PLACE),
    )  # fmt: skip


def _answer(consultation: Consultation, told: list, *, by) -> None:
    for words, language, sex, age in told:
        Contribution.give(
            receipt_codes.new_code(), by=by, consultation=consultation, text=words,
            language=language, sex=sex, age=age, place=consultation.place,
        )  # fmt: skip
