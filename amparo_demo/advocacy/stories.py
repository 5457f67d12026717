"""Stories in the demo: one that is published with a drawn picture, one whose photo nobody compared
yet, one whose consent ended and whose recipients were not all told. Made up, all of them.
"""

from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw

from amparo.foundation.core import receipt_codes
from amparo.foundation.core.files.validation import ValidatedFile, validate_upload
from amparo.pillars.advocacy.stories.models import (
    MediaConsent,
    RiskCheck,
    Story,
    StoryMessage,
    StoryPhoto,
    StoryUse,
)
from amparo_demo.world import Story as Telling
from amparo_demo.world import World

OFFICE, KEEPER, SECOND = "Puerto Alto", "communications", "maren"
NO_RISK = {
    "recognisable": "unlikely", "procedure_open": "no", "promised": "no", "in_danger": "no",
    "under_18": "no",
}  # fmt: skip


def fill(world: World) -> None:
    world.tell(_published(world))
    world.tell(_to_compare(world))
    world.tell(_ended(world))


def _published(world: World) -> Telling:
    """On the public pages in two languages, with a drawing of a bus of which a part is seen."""
    by, second = world.users[KEEPER], world.users[SECOND]
    yield world.at(-120, "10:00")
    story = _begin(world, "A.", "ay", -120, 240, uses=["web", "donor", "print"])
    story.write("es", by=by, title="Primero me preguntaron qué necesitaba", body=(
        "Bajé del bus con mi hija y nadie me pidió papeles. Primero me preguntaron qué"
        " necesitaba. Dije: dormir. De lo demás hablamos al día siguiente."
    ))  # fmt: skip
    story.write("en", by=by, title="They asked me first what I needed", body=(
        "I came down from the bus with my daughter and nobody asked for my papers. They asked me"
        " first what I needed. I said: to sleep. The other things we talked about the next day."
    ))  # fmt: skip
    _finish(world, story, ["town", "work", "dates"], "Cambió una frase.", age="29")
    photo = StoryPhoto.keep(story, by=by, file=_drawing())
    photo.mark(by=by, cells="D4:I9")
    photo.describe("es", by=by, text="Dibujo de un bus en una carretera.")
    photo.describe("en", by=by, text="Drawing of a bus on a road.")
    yield world.at(-118, "16:00")
    copy = photo.copies.get()
    copy.compare(
        by=second, digest=copy.digest, shows_face=False, shows_others=False,
        agrees=True,
    )  # fmt: skip
    story.clear(by=second)
    yield world.at(-117, "09:00")
    story.publish(by=by)
    yield world.at(-60, "09:00")
    _give(story, by, world.day(-60), use="donor", channel="sheet", what="Informe ALB-26",
          recipient="Fondo del Alba")  # fmt: skip
    _give(story, by, world.day(-60), use="print", channel="print", what="Folleto de la terminal",
          copies=600)  # fmt: skip
    yield world.at(-50, "11:00")
    StoryMessage.record(
        story, by=by, how="phone", on=world.day(-50),
        note="Le contamos dónde apareció y cómo pararlo con su código.",
    )  # fmt: skip


def _to_compare(world: World) -> Telling:
    """Read back and checked; a second person clears it and compares its photo."""
    by = world.users[KEEPER]
    yield world.at(-6, "15:00")
    story = _begin(world, "Samir", "fr", -6, 350, uses=["web", "learning"], languages=["es", "fr"])
    story.write("fr", by=by, title="J’ai appris à dire non", body=(
        "On m’a offert un travail sans contrat. J’ai demandé l’adresse. Ils n’ont plus répondu."
    ))  # fmt: skip
    story.write("es", by=by, title="Aprendí a decir que no", body=(
        "Me ofrecieron un trabajo sin contrato. Pedí la dirección. No volvieron a responder."
    ))  # fmt: skip
    _finish(world, story, ["work", "names"], "El nombre de la empresa.")
    photo = StoryPhoto.keep(story, by=by, file=_drawing())
    photo.mark(by=by, cells="A9:L12")
    photo.describe("es", by=by, text="Dibujo de una carretera.")


def _ended(world: World) -> Telling:
    """Its consent ended: gone from the pages, and two who have it were not told."""
    by, second = world.users[KEEPER], world.users[SECOND]
    yield world.at(-300, "10:00")
    story = _begin(world, "Rosa", "es", -300, -9, uses=["web", "press", "social"])
    story.write("es", by=by, title="Volví, y volví a empezar", body=(
        "Regresé con una maleta. Hoy coso uniformes para una escuela."
    ))  # fmt: skip
    _finish(world, story, ["town", "family"], "")
    yield world.at(-298, "12:00")
    story.clear(by=second)
    story.publish(by=by)
    yield world.at(-280, "12:00")
    _give(story, by, world.day(-280), use="press", channel="press", what="Suplemento dominical",
          recipient="Diario El Sur")  # fmt: skip
    _give(story, by, world.day(-280), use="social", channel="social", what="Página de la oficina",
          address="https://social.example/p/1")  # fmt: skip
    yield world.at(-8, "00:30")
    story.expire()


def _begin(
    world: World, name: str, original_language: str, since: int, until: int, *, uses: list[str],
    languages: list[str] | None = None,
) -> Story:  # fmt: skip
    return MediaConsent.begin(
        receipt_codes.new_code(), by=world.users[KEEPER], office=world.offices[OFFICE],
        original_language=original_language, pseudonym=name, contact="Por teléfono, de tarde.",
        scope={"uses": uses, "languages": languages or ["es", "en"]},
        everywhere=True, shows_name=False, shows_age=True, shows_face=False, shows_voice=False,
        agreed_on=world.day(since), expires_on=world.day(until), how="signed",
        language=original_language, with_interpreter=original_language != "es", is_minor=False,
        explained_free=True, explained_unpaid=True, explained_withdrawal=True,
        explained_print=True,
    )  # fmt: skip


def _finish(world: World, story: Story, removed: list[str], note: str, age: str = "") -> None:
    by = world.users[KEEPER]
    story.change(
        by=by, removed=removed, removed_note=note, age=age, read_back_on=story.office.today()
    )
    RiskCheck.answer(story, by=by, **NO_RISK)


def _give(story: Story, by, on, **fields) -> StoryUse:
    return StoryUse.give(story, by=by, on=on, language="es", **fields)


def _drawing() -> ValidatedFile:
    drawn = _drawn()
    return validate_upload("dibujo.png", "image/png", len(drawn), BytesIO(drawn))


@cache
def _drawn() -> bytes:
    """A bus on a road: nobody is on it."""
    picture = Image.new("RGB", (480, 360), (206, 224, 232))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 250, 480, 360), fill=(120, 116, 110))
    pen.rectangle((0, 296, 480, 304), fill=(235, 225, 180))
    pen.rounded_rectangle((140, 120, 380, 270), 18, fill=(190, 84, 48))
    for left in range(158, 350, 48):
        pen.rectangle((left, 142, left + 36, 188), fill=(232, 240, 244))
    for left in (180, 310):
        pen.ellipse((left, 248, left + 44, 292), fill=(40, 40, 44))
    written = BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()
