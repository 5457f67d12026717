"""HTCDS files: sample data, expected permissions and answers of forms."""

from datetime import date
from io import BytesIO
from types import SimpleNamespace

from tests.support.route_kinds import (
    DATA_OFFICER,
    REGISTER_FORM,
    REGISTER_PAGE,
    action_route,
    page_route,
)

# What a form must be answered besides its words: see `tests/canaries/http_client.py`.
FORM_CHOICES: dict[str, tuple[dict, ...]] = {}
FILE = """\
prs_FirstName,prs_Birthdate,prs_Gender,vic_TypeOfExploitation,cas_Status
Nilda,1999-02-03,Feminine,ForcedLabour,Active
Delia,1999-13-01,Feminine,ForcedLabour,Active
Alba,,Feminine,Bondage,Active
"""


def route_permissions() -> dict:
    """Expected permissions, as `tests/support/route_kinds.py` spells them.

    The data officer has leave for the group.
    """
    return {
        "counter_trafficking:htcds": REGISTER_PAGE,
        "counter_trafficking:htcds-new": REGISTER_FORM,
        "counter_trafficking:htcds-file": page_route(DATA_OFFICER).of("htcds_file"),
        "counter_trafficking:htcds-bring": action_route(DATA_OFFICER).of("htcds_file"),
        "counter_trafficking:htcds-go-on": action_route(DATA_OFFICER).of("htcds_file"),
        "counter_trafficking:htcds-make": REGISTER_FORM,
        "counter_trafficking:htcds-take": action_route(DATA_OFFICER, post=200).of("htcds_export"),
    }


def add_sample_data(world: SimpleNamespace) -> None:
    """One record of each kind, made by the verb that makes it in life."""
    from amparo.foundation.core.models import RestrictedGroupAccess, User
    from amparo.pillars.assistance.counter_trafficking.htcds.imports import check_file, import_file
    from amparo.pillars.assistance.counter_trafficking.models import HtcdsExport, HtcdsImportFile

    office = world.team.office
    RestrictedGroupAccess.give(to=world.data_officer, group="trafficking", office=office, by=None)
    by = User.objects.get(pk=world.data_officer.pk)

    def take(text: str) -> HtcdsImportFile:
        file = HtcdsImportFile.take(
            BytesIO(text.encode()), by=by, team=world.team, name="list.csv", title="San José",
            basis="agreement", purposes=["case_management"], signed_by="Sister Inés",
            signed_on=date(2026, 1, 15),
        )  # fmt: skip
        check_file.call(str(file.ref))
        file.refresh_from_db()
        return file

    came = take(FILE)
    came.start_import(by=by)
    import_file.call(str(came.ref))
    world.htcds_file = take(FILE.replace("Nilda", "Norma"))
    world.htcds_export = HtcdsExport.keep(
        [b"prs_Gender\r\nFeminine\r\n"], by=by, cases=[], people=1, left_out=0, profile="core",
        shape="csv", purpose="reporting",
    )  # fmt: skip
