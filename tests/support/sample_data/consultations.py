"""Consultations in the sample data."""

from datetime import timedelta
from types import SimpleNamespace


def add_consultations(world: SimpleNamespace) -> None:
    """One that is open with an answer, one that owes its answer, one that was reported back with a
    commitment that results from it.
    """
    from amparo.foundation.core import receipt_codes
    from amparo.pillars.dialogue.consultation_links import link_commitment
    from amparo.pillars.dialogue.models import Consultation, Contribution

    by, office, today = world.policy_officer, world.office, world.office.today()
    asked = {
        "by": by, "office": office, "method": "several", "opens_on": today - timedelta(days=9),
        "closes_on": today + timedelta(days=9), "groups": ["women", "migrants"],
    }  # fmt: skip

    def ask(**question: str) -> Consultation:
        made = Consultation.plan(question=question, place=world.place, **asked)
        made.open(by=by)
        return made

    world.consultation = ask(
        en="What would make the house safer?", es="¿Qué haría más segura la casa?"
    )
    world.consultation_code = receipt_codes.new_code()
    world.contribution = Contribution.give(
        world.consultation_code, by=None, consultation=world.consultation, language="en",
        text="A lock on the door of the showers.", sex="female",
    )  # fmt: skip
    world.consultation_owing = ask(en="How long did you wait for papers?")
    Contribution.give(
        receipt_codes.new_code(), by=by, consultation=world.consultation_owing, language="es",
        text="Ocho meses.", place=world.place,
    )  # fmt: skip
    world.consultation_owing.close(by=by)
    world.consultation_told = told = ask(en="Which language should the notices be in?")
    told.close(by=by)
    told.say_heard(by=by, heard={"en": "Aymara and Spanish."})
    world.consultation_link = link_commitment(told, world.commitment, by=by)
    told.answer(by=by, became={"en": "The notices are in both."})
    told.report_back(by=by, informed_how="meeting", informed_on=today, today=today)
