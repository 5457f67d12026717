"""What is asked about cases: erasure, access, transfers, help; and a register that is imported."""

from datetime import timedelta
from io import BytesIO
from types import SimpleNamespace

from tests.support.sample_data.administration import add_dead_job


def add_deletion(world: SimpleNamespace) -> None:
    """A file that somebody asks to delete, and one that must not be."""
    from amparo.pillars.assistance.privacy.models import DeletionRequest, LegalHold

    by = world.caseworker
    world.deletion = DeletionRequest.ask(
        world.closed, by=by, why="asked", because="She wants it gone."
    )
    world.hold = LegalHold.put(world.shared, by=world.supervisor, because="A judge asks for it.")


def add_rights_requests(world: SimpleNamespace) -> None:
    """What Rosa asks about her data: one thing waits, one was answered."""
    from amparo.pillars.assistance.privacy.data_export import build_export
    from amparo.pillars.assistance.privacy.models import DataExport, DataSubjectRequest

    by, day = world.caseworker, world.office.today()
    world.asked = DataSubjectRequest.hear(
        world.rosa, by=by, what="access", heard_on=day, language="es"
    )
    world.answered = DataSubjectRequest.hear(
        world.rosa, by=by, what="correction", field="names", text="Mamani, with an i",
        heard_on=day, language="es",
    )  # fmt: skip
    world.answered.answer(by=by, outcome="done")
    world.data_export = DataExport.prepare(world.asked, by=by, withheld={})
    build_export.call(str(world.data_export.ref))


def add_transfers(world: SimpleNamespace) -> None:
    """Another office offers a case, and asks about Rosa, whom it was told we know."""
    from amparo.foundation.people.models import Person
    from amparo.pillars.assistance.cases.models import Case, CaseSettings
    from amparo.pillars.assistance.transfers.models import Transfer, TransferRequest

    by, team = world.stranger, world.cast.other_team
    CaseSettings.of(team.office).change(
        by=world.administrator, time_limits={}, transfer_is_approved=False
    )
    person = Person.register(by=by, team=team, consent=world.cast.consent, given_names="Nilda")
    world.far = Case.open(by=by, team=team, owner=by, person=person)
    world.transfer = Transfer.offer(
        world.far, to=world.team, by=by, reason="moves", text="She is on the bus to you."
    )
    world.office.change(by=world.administrator, shares_known_persons=True)
    world.take_over = TransferRequest.ask(
        "70012345", at=world.office, team=team, by=by, reason="here", text="She sits with us."
    )
    world.office.change(by=world.administrator, shares_known_persons=False)


def add_help_requests(world: SimpleNamespace) -> None:
    """One waits, one came to nothing long ago and may be deleted by two."""
    from amparo.foundation.core import receipt_codes
    from amparo.foundation.core.clock import at, now
    from amparo.pillars.assistance.help_requests.models import HelpRequest
    from amparo.pillars.assistance.privacy.models import BulkDeletion

    def ask(**said):
        code = receipt_codes.new_code()
        return HelpRequest.ask(code=code, language="es", place=world.place, **said)

    world.help = ask(needs=[2], text="A bed for two", contact="+591 70012345")
    world.help.add("We are at the bus station.")
    with at(now() - timedelta(days=120)):
        over = ask(needs=[8])
        over.close(by=world.caseworker, reason="answered")
    world.help_clearing = BulkDeletion.ask(HelpRequest, world.office, by=world.keeper)


REGISTER = """Nº;Nombres;Apellidos;Sexo;Fecha de nacimiento;Nacionalidad
1;Ana;Flores Rojas;Mujer;14/03/1992;Bolivia
2;Omar;Haddad;Hombre;31/11/1990;Siria
"""


def add_register(world: SimpleNamespace) -> None:
    """A register that was looked through: one row may enter, one is to be corrected."""
    from datetime import date

    from amparo.pillars.assistance.intake.imports.job import check_file
    from amparo.pillars.assistance.intake.models import BeneficiaryList

    by = world.data_officer
    world.register = BeneficiaryList.agree(
        by=by, title="San José", team=world.team, basis="agreement", signed_by="Sister Inés",
        signed_on=date(2026, 1, 15), purposes=["case_management"],
    )  # fmt: skip
    content = BytesIO(REGISTER.encode("utf-8-sig"))
    file = world.register_file = world.register.take(content, by=by, name="register.csv")
    columns = ("id_in_register", "given_names", "family_names", "sex", "birth_date", "nationality")
    file.set_mapping(
        dict(zip(REGISTER.splitlines()[0].split(";"), columns, strict=True)),
        {}, opens_cases=True, by=by,
    )  # fmt: skip
    check_file.call(str(file.ref))
    file.refresh_from_db()
    assert file.to_correct == 1
    file.alike = file.ready  # all who may enter look like people who are here
    file.save(update_fields=["alike"])
    file.waive_duplicates(by=world.supervisor, reason="These are their cousins.")
    add_dead_job(world)
