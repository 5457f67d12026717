"""Guidance in the sample data: a procedure of the office, a standard, and remarks on them."""

from types import SimpleNamespace

TEXT = """Ask the person alone, in a language they speak well.

- [ ] An interpreter was chosen with them
- [ ] Nobody else hears it

| Who | By when |
| --- | --- |
| Caseworker | today |

Their answer decides what comes next.[^1]

[^1]: Convention on the Rights of the Child, article 12.
"""
SPANISH = """Pregunte a la persona a solas, en un idioma que hable bien.

- [ ] Se eligió intérprete con ella
- [ ] Nadie más escucha

| Quién | Para cuándo |
| --- | --- |
| Persona gestora | hoy |

Su respuesta decide lo que sigue.[^1]

[^1]: Convención sobre los Derechos del Niño, artículo 12.
"""


def add_guidance(world: SimpleNamespace) -> None:
    """A procedure with a published edition and the next one in consultation; a standard that is
    endorsed and adopted; a remark that waits; a handbook that was withdrawn.
    """
    from amparo.foundation.core.models import Organization
    from amparo.foundation.standards.models import Adoption
    from amparo.pillars.guidance.checklists import checklist_items
    from amparo.pillars.guidance.models import (
        Comment,
        Edition,
        Product,
        Remark,
        Section,
        SectionText,
    )
    from amparo.pillars.guidance.models.editions import SUBJECT

    by, other, today = world.supervisor, world.programme_manager, world.office.today()
    world.guidance_product = product = Product.create(
        by=by, key="children-who-arrive-alone", kind=Product.Kind.SOP, language="en",
        title="Children who arrive alone", audiences=("caseworker",), themes=("children",),
        office=world.office, owner=by, is_public=True,
    )  # fmt: skip
    world.guidance_edition = edition = product.working
    section = Section.add(edition, by=by, key="hear-the-child")
    SectionText.write(section, by=by, language="en", title="Hear the child", markdown=TEXT)
    SectionText.write(section, by=by, language="es", title="Escuche a la niñez", markdown=SPANISH)
    section.cite(by=by, citations=[("step", "case.screening"), ("provision", "CRC:12")])
    chosen, alone = checklist_items(TEXT)
    section.link_items(
        by=by, links={chosen.digest: "case.screening", alone.digest: "return.voluntariness"}
    )
    edition.publish(by=by, today=today)
    world.guidance_adoption = Adoption.record(
        by=by, kind=SUBJECT, subject=edition, digest=edition.digest, today=today,
        organization=world.office.organization, office=world.office, adopted_on=today,
        how="Part of the induction of new colleagues",
    )  # fmt: skip
    world.guidance_remark = Remark.write(
        edition, by=world.caseworker, text="The desk closes at 16:00 here.", language="en",
        step="case.screening",
    )  # fmt: skip
    world.guidance_draft = draft = Edition.begin(product, by=by)
    draft.consult(by=by)
    world.guidance_section = draft.sections.get()
    world.guidance_text = world.guidance_section.texts.get(language="es")
    world.guidance_comment = Comment.write(
        world.guidance_section, by=by, language="en", text="Who is called at night?"
    )
    original = world.guidance_section.texts.get(language="en")
    SectionText.write(
        world.guidance_section, by=by, language="en", title="Hear the child first",
        markdown=TEXT, seen_digest=original.digest,
    )  # fmt: skip
    world.guidance_conflict = SectionText.write(
        world.guidance_section, by=by, language="en", title="Hear every child", markdown=TEXT,
        seen_digest=original.digest,
    )  # fmt: skip

    world.guidance_body = Organization.objects.create(
        name="National Council for Children", kind="government"
    )
    world.guidance_standard = standard = Product.create(
        by=by, key="minimum-standard-of-shelters", kind=Product.Kind.STANDARD, language="en",
        title="Minimum standard of shelters", audiences=("official",), themes=("assistance",),
        owner=by,
    )  # fmt: skip
    world.guidance_standard_edition = edition = standard.working
    section = Section.add(edition, by=by, key="every-shelter")
    SectionText.write(
        section, by=by, language="en", title="Every shelter",
        markdown="- [ ] Doors lock from inside\n- [ ] Women are asked who cleans their floor\n",
    )  # fmt: skip
    edition.endorse(
        by=other, body=world.guidance_body, endorsed_on=today, reference="Resolution 7",
        languages=["en"], today=today, seen_digest=edition.digest_to_endorse,
    )  # fmt: skip
    edition.publish(by=by, today=today)
    _add_self_assessments(world, edition)

    world.guidance_withdrawn = Product.create(
        by=by, key="old-shelter-handbook", kind=Product.Kind.HANDBOOK, language="en",
        title="Shelter handbook", owner=by,
    )  # fmt: skip
    old = world.guidance_withdrawn.working
    section = Section.add(old, by=by, key="houses")
    SectionText.write(section, by=by, language="en", title="Houses", markdown="As it was.\n")
    old.publish(by=by, today=today)
    old.withdraw(by=by, because="Replaced by the standard.", successor=standard)
    add_changed_product(world)


def add_changed_product(world: SimpleNamespace) -> None:
    """A tool with two editions that were published, a translation of it that waits for its
    reviewer, and a picture of the first product.
    """
    import io

    from PIL import Image

    from amparo.pillars.guidance.models import Edition, Figure, Product, Section, SectionText

    by, today = world.supervisor, world.office.today()
    world.guidance_changed = product = Product.create(
        by=by, key="who-is-called", kind=Product.Kind.TOOL, language="en", owner=by,
        title="Who is called", audiences=("caseworker",), themes=("assistance",),
        office=world.office,
    )  # fmt: skip
    section = Section.add(product.working, by=by, key="at-night")
    SectionText.write(section, by=by, language="en", title="At night", markdown="Call the desk.")
    product.working.publish(by=by, today=today)
    second = Edition.begin(product, by=by)
    text = second.sections.get().texts.get()
    SectionText.write(
        text.section, by=by, language="en", title="At night", seen_digest=text.digest,
        markdown="Call the desk of the shelter.",
    )  # fmt: skip
    second.publish(by=by, today=today)
    SectionText.write(
        text.section, by=world.programme_manager, language="es", title="De noche",
        markdown="Llame a la recepción del albergue.",
    )  # fmt: skip
    picture = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(picture, "PNG")
    added = Figure.add(world.guidance_product, by=by, name="white.png", content=picture.getvalue())
    world.guidance_picture = added.digest


def _add_self_assessments(world: SimpleNamespace, edition) -> None:
    """A round that was submitted with an action planned, and the next one, open by a link."""
    from datetime import timedelta

    from amparo.foundation.core.models import Organization
    from amparo.foundation.standards.models import ImprovementAction, SelfAssessment
    from amparo.pillars.guidance.models.editions import SUBJECT
    from amparo.pillars.guidance.self_assessment import items_of

    by, today = world.supervisor, world.office.today()
    institution = Organization.objects.get(pk=world.official.partner_organizations[0])
    rounds = {
        "by": by, "kind": SUBJECT, "subject": edition, "standard": edition.product,
        "title": edition.title, "items": items_of(edition), "due_on": today + timedelta(days=30),
    }  # fmt: skip
    first, _is_new = SelfAssessment.open(institution, **rounds)
    first.answer(
        dict.fromkeys(first.items.values_list("pk", flat=True), ("partly", "Order 4")), by=by
    )
    first.submit(by=world.official)
    world.guidance_submitted = first
    world.guidance_improvement = ImprovementAction.plan(
        first.items.first(), by=by, action="Change the locks", responsible="Shelter",
        due_on=today,
    )  # fmt: skip
    world.guidance_assessment, _is_new = SelfAssessment.open(institution, **rounds)
    world.guidance_link = world.guidance_assessment.make_link(by=by)
