"""Rumours in the sample data: from new to closed, with an advert and its photo."""

import io
from types import SimpleNamespace

HEARD = {"topic": "services", "channel": "person", "language": "es", "kind": "rumour"}
PAPERS = "Dicen que en la terminal venden el permiso de trabajo"


def add_rumours(world: SimpleNamespace) -> None:
    """One at each stage."""
    from amparo.pillars.advocacy.rumours.models import Rumour

    by, keeper, second = world.caseworker, world.communications_officer, world.supervisor

    def recorded(text: str, **said) -> Rumour:
        told = HEARD | {"place": world.place} | said
        return Rumour.record(by=by, office=world.office, text=text, **told)

    def checked(text: str, *, confirmed: bool = True) -> Rumour:
        rumour = recorded(text)
        rumour.assess_risk(by=keeper, harms=["services"], level="medium", reason="Many ask.")
        rumour.add_source(
            by=keeper, what="It is not so.", said_by="Service desk",
            learned_on=world.office.today(),
        )  # fmt: skip
        check = rumour.propose_verdict(by=keeper, verdict="false", explanation="It is free.")
        if confirmed:
            rumour.confirm_verdict(check, by=second)
        return rumour

    world.rumour = recorded(PAPERS)
    world.rumour_duplicate = recorded(f"{PAPERS} barato")
    world.rumour_to_confirm = checked("Hay que pagar por la cita.", confirmed=False)
    world.rumour_check = world.rumour_to_confirm.checks.get()
    world.rumour_checked = checked("El albergue está lleno hasta enero.")
    world.rumour_draft = checked("A los niños los separan en el albergue.")
    world.rumour_draft.draft_answer(
        by=keeper, title="Families stay together", audience="parents", need="Are we separated?"
    )
    world.rumour_answered = checked("La ayuda se paga.")
    world.rumour_answered.answer_with(world.message, by=keeper)
    world.rumour_closed = recorded("El río está cerrado.")
    world.rumour_closed.close(by=keeper, because="Nobody hears it any more.")
    world.rumour_advert = recorded(
        "Cocineras, 900 por semana, viaje pagado", kind="advert", topic="false_offers",
        advert={"offer": "Cook", "where": "A ranch", "contact": "+591 700 00000"},
        photo=_photo(),
    )  # fmt: skip
    world.rumour_file = world.rumour_advert.files.get()
    today = world.office.today()
    world.heard_year, world.heard_month = str(today.year), str(today.month)


def _photo():
    from PIL import Image

    from amparo.foundation.core.files.validation import validate_upload

    drawn = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(drawn, "PNG")
    size = drawn.tell()
    return validate_upload("advert.png", "image/png", size, drawn)
