"""A procedure of the office in English and Spanish, and those who write, translate and review."""

import pytest
from django.utils.timezone import localdate

from amparo.foundation.core.models import Membership, User
from amparo.pillars.guidance.models import Edition, Product, Section, SectionText

ORIGINAL = """Ask the person alone.

- [ ] An interpreter was chosen with them
- [ ] Nobody else hears it

| Who | By when |
| --- | --- |
| Caseworker | today |
"""
SPANISH = """Pregunte a la persona a solas.

- [ ] Se eligió intérprete con ella
- [ ] Nadie más escucha

| Quién | Para cuándo |
| --- | --- |
| Persona gestora | hoy |
"""


def holder(role: str, office) -> User:
    user = User.objects.create(email=f"{role}@amparo.example", name=role.replace("_", " ").title())
    Membership.objects.create(user=user, office=office, role=role)
    return user


@pytest.fixture
def author(office):
    return holder("guidance_author", office)


@pytest.fixture
def translator(office):
    return holder("translator", office)


@pytest.fixture
def reviewer(office):
    return holder("guidance_reviewer", office)


@pytest.fixture
def endorser(office):
    return holder("endorser", office)


@pytest.fixture
def product(author, office) -> Product:
    return Product.create(
        by=author, key="sop-children", kind=Product.Kind.SOP, title="Children who arrive alone",
        language="en", audiences=("caseworker",), themes=("children",), office=office,
        owner=author,
    )  # fmt: skip


@pytest.fixture
def edition(product) -> Edition:
    return product.working


@pytest.fixture
def section(edition, author) -> Section:
    section = Section.add(edition, by=author, key="hear-the-child")
    SectionText.write(section, by=author, language="en", title="Hear the child", markdown=ORIGINAL)
    section.cite(by=author, citations=[("step", "child.assessment"), ("right", "best_interests")])
    return section


@pytest.fixture
def spanish(section, translator) -> SectionText:
    return SectionText.write(
        section, by=translator, language="es", title="Escuche al niño o a la niña",
        markdown=SPANISH,
    )  # fmt: skip


@pytest.fixture
def today(office):
    return office.today()


@pytest.fixture
def publish(author, office):
    """Publishes a text of the office, or for everybody, for some steps."""

    def publish(key: str, *steps: str, at=None, title: str = "", cites=()) -> Edition:
        title = title or key
        product = Product.create(
            by=author, key=key, kind=Product.Kind.SOP, title=title, language="en", office=at,
            owner=author,
        )  # fmt: skip
        section = Section.add(product.working, by=author, key=key)
        SectionText.write(section, by=author, language="en", title=title, markdown="Ask first.")
        section.cite(by=author, citations=[*(("step", step) for step in steps), *cites])
        edition = product.working
        edition.publish(by=author, today=localdate())
        return edition

    return publish
