"""Guidance in the demo: the cards that are shipped, a procedure of the office whose French text is
behind and whose items are checks and steps of the work, a handbook in four languages, a tool that
was withdrawn, and a standard that a shelter answers for the second time.
"""

import io
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from amparo.foundation.core import clock
from amparo.foundation.core.models import Organization, User
from amparo.foundation.standards.models import Adoption, ImprovementAction, SelfAssessment
from amparo.pillars.guidance import shipped
from amparo.pillars.guidance.checklists import checklist_items
from amparo.pillars.guidance.models import (
    Edition,
    Figure,
    Product,
    Remark,
    Section,
    SectionText,
    TextConflict,
)
from amparo.pillars.guidance.models.editions import SUBJECT
from amparo.pillars.guidance.self_assessment import items_of
from amparo_demo.world import Story, World

TEXTS = Path(__file__).parent / "data" / "guidance.toml"
PORT = "Puerto Alto"
BODY = "Ministerio de Trabajo y Movilidad"
AUTHOR, TRANSLATOR, REVIEWER, ENDORSER = "noemi", "claire", "amina", "rodrigo"


def fill(world: World) -> None:
    told = tomllib.loads(TEXTS.read_text("utf-8"))
    with clock.at(world.at(-200, "07:00")):
        shipped.install()
    world.tell(_procedure(world, told["children"]))
    world.tell(_handbook(world, told["interpreters"], told["telephone"]))
    world.tell(_standard(world, told["shelter"]))


def _procedure(world: World, told: dict[str, Any]) -> Story:
    """Published in three languages, changed in two: the French text is behind since."""
    author, office = world.users[AUTHOR], world.offices[PORT]
    yield world.at(-160, "10:00")
    product = _product(world, told, office=office)
    first = _working(product)
    _write(world, first, told)
    yield world.at(-150, "16:00")
    first.publish(by=author, today=world.day(-150))
    yield world.at(-120, "11:30")
    _adopt(world, first, office.organization, office, "Annexed to the internal rules")
    yield world.at(-20, "09:40")
    second = Edition.begin(product, by=author)
    for language, key, old, new in told["changed"]:
        _change(world, second, language, key, old, new)
    second.refresh_from_db()
    second.change(by=author, review_by=world.day(60))
    yield world.at(-12, "15:10")
    second.endorse(
        by=world.users[ENDORSER], body=world.organizations[BODY], endorsed_on=world.day(-13),
        reference="Resolución 14", languages=["es", "en"], today=world.day(-12),
        seen_digest=second.digest_to_endorse,
    )  # fmt: skip
    second.publish(by=author, today=world.day(-12))
    yield world.at(-9, "10:20")
    _adopt(world, second, world.organizations["Casa Alba"], None, "Part of the induction")
    yield world.at(-3, "18:05")
    Remark.write(
        second, by=world.users["tomas"], language="es", step="case.screening",
        text="En el puesto fronterizo nadie responde de noche: se avisa a las seis.",
    )  # fmt: skip
    yield world.at(-1, "09:10")
    third = Edition.begin(product, by=author)
    # Its link is broken since: whoever writes it says anew what it is.
    _change(
        world, third, "es", "assess", "Segunda lectura en dos días",
        "Segunda lectura, por otra persona, en dos días",
    )  # fmt: skip


def _handbook(world: World, told: dict[str, Any], old: dict[str, Any]) -> Story:
    """For everybody, and public; it takes the place of a tool."""
    author = world.users[AUTHOR]
    yield world.at(-300, "10:00")
    tool = _product(world, old)
    edition = _working(tool)
    _write(world, edition, old)
    edition.publish(by=author, today=world.day(-300))
    yield world.at(-90, "10:00")
    handbook = _product(world, told)
    published = _working(handbook)
    seats = Figure.add(handbook, by=author, name="seats.png", content=_draw_seats())
    _write(world, published, told, figure=seats)
    yield world.at(-70, "12:00")
    published.publish(by=author, today=world.day(-70))
    yield world.at(-25, "12:30")
    edition.refresh_from_db()
    edition.withdraw(
        by=author, because="El manual lo dice mejor, también para el teléfono.",
        successor=handbook,
    )  # fmt: skip


def _standard(world: World, told: dict[str, Any]) -> Story:
    """Endorsed before it is published; a shelter answers it for the second time."""
    author, supervisor = world.users[AUTHOR], world.users["maren"]
    shelter = world.organizations["Casa Alba"]
    yield world.at(-220, "10:00")
    edition = _working(_product(world, told))
    _write(world, edition, told)
    yield world.at(-211, "15:40")
    edition.refresh_from_db()
    edition.endorse(
        by=world.users[ENDORSER], body=world.organizations[BODY], endorsed_on=world.day(-212),
        reference="Resolución 9", languages=["es", "en", "fr", "ar"], today=world.day(-211),
        seen_digest=edition.digest_to_endorse,
    )  # fmt: skip
    edition.publish(by=author, today=world.day(-211))
    yield world.at(-130, "09:15")
    first = _round(edition, shelter, by=supervisor, due_on=world.day(-100))
    yield world.at(-109, "17:30")
    items = list(first.items.all())
    answers = zip(items, told["answers"], strict=True)
    first.answer({item.pk: (answer, shown) for item, (answer, shown) in answers}, by=None)
    first.submit(by=None)
    yield world.at(-104, "11:00")
    action = ImprovementAction.plan(
        first.items.all()[1], by=supervisor, action="Firmar el código antes del primer turno",
        responsible="Coordinación de la casa", due_on=world.day(-60),
    )  # fmt: skip
    ImprovementAction.plan(
        first.items.all()[2], by=supervisor,
        action="Presentar a la persona de referencia el primer día",
        responsible="Equipo de acogida", due_on=world.day(14),
    )  # fmt: skip
    yield world.at(-62, "16:20")
    action.finish(by=supervisor, today=world.day(-62))
    yield world.at(-6, "10:10")
    _round(edition, shelter, by=supervisor, due_on=world.day(20))


def _round(
    edition: Edition, institution: Organization, *, by: User, due_on: date
) -> SelfAssessment:
    assessment, _is_new = SelfAssessment.open(
        institution, by=by, kind=SUBJECT, subject=edition, standard=edition.product,
        title=edition.title, items=items_of(edition), due_on=due_on,
    )  # fmt: skip
    return assessment


def _product(world: World, told: dict[str, Any], **more: Any) -> Product:
    author, language = world.users[AUTHOR], told["language"]
    return Product.create(
        by=author, owner=author, key=told["key"], kind=told["kind"], language=language,
        title=told["sections"][0][language]["title"], audiences=tuple(told["audiences"]),
        themes=tuple(told["themes"]), is_public=told.get("is_public", False),
        authors="Casa del Camino", **more,
    )  # fmt: skip


def _working(product: Product) -> Edition:
    return product.editions.open().get()


def _text(written: SectionText | TextConflict) -> SectionText:
    """What was written; nobody else writes in the demo, and so there is no conflict."""
    if isinstance(written, TextConflict):
        raise TypeError(written)
    return written


def _draw_seats() -> bytes:
    """Returns a drawing: a person who sees both others, who sit side by side across a table."""
    drawn = Image.new("RGB", (600, 320), "white")
    pen = ImageDraw.Draw(drawn)
    pen.rounded_rectangle((180, 130, 420, 190), 12, fill="#e4ddd0")
    for x in (220, 380):
        pen.line((300, 250, x, 70), fill="#0b5563", width=3)
        pen.ellipse((x - 40, 30, x + 40, 110), fill="#7a8a8c")
    pen.ellipse((260, 210, 340, 290), fill="#0b5563")
    written = io.BytesIO()
    drawn.save(written, "PNG")
    return written.getvalue()


def _write(
    world: World, edition: Edition, told: dict[str, Any], *, figure: Figure | None = None
) -> None:
    """The original first; translations are read by another than who wrote them."""
    digest = figure.digest if figure else ""
    author, original = world.users[AUTHOR], told["language"]
    for said in told["sections"]:
        section = Section.add(edition, by=author, key=said["key"])
        section.cite(by=author, citations=[tuple(each) for each in said.get("citations", ())])
        languages = [each for each in ("es", "en", "fr", "ar") if each in said]
        for language in sorted(languages, key=lambda each: each != original):
            by = author if language == original else world.users[TRANSLATOR]
            written = SectionText.write(
                section, by=by, language=language, title=said[language]["title"],
                markdown=said[language]["text"].replace("figure:seats", f"figure:{digest}"),
            )  # fmt: skip
            if language != original:
                _review(world, written)
        if linked := said.get("items"):
            digests = {each.text: each.digest for each in checklist_items(said[original]["text"])}
            section.link_items(by=author, links={digests[words]: code for words, code in linked})


def _change(world: World, edition: Edition, language: str, key: str, old: str, new: str) -> None:
    text = SectionText.objects.get(section__edition=edition, section__key=key, language=language)
    is_original = language == edition.language
    changed = SectionText.write(
        text.section, by=world.users[AUTHOR if is_original else TRANSLATOR], language=language,
        title=text.title, markdown=text.markdown.replace(old, new), seen_digest=text.digest,
    )  # fmt: skip
    if not is_original:
        _review(world, changed)


def _review(world: World, written: SectionText | TextConflict) -> None:
    text = _text(written)
    text.review(by=world.users[REVIEWER], seen_digest=text.digest)


def _adopt(world: World, edition: Edition, organization, office, how: str) -> None:
    Adoption.record(
        by=world.users["maren"], kind=SUBJECT, subject=edition, digest=edition.digest, how=how,
        organization=organization, office=office, adopted_on=clock.now().date(),
        today=clock.now().date(),
    )  # fmt: skip
