"""A shelter hands its people over in the trafficking data standard; a second list still waits."""

from io import BytesIO

from amparo.pillars.assistance.counter_trafficking.htcds.imports import HTCDS_IMPORT, check_file
from amparo.pillars.assistance.counter_trafficking.models import HtcdsImportFile
from amparo_demo.world import Story, World

# Nobody that is: made up, as all of this world.
CAME = """\
record,prs_First_Name,prs_Second_Name,prs_Gender,prs_Birthdate,prs_Citizenship,prs_PrimaryLanguage,\
vic_TraffickingStatus,vic_TraffickingStatusDecisionMakingOrg,vic_TypeOfExploitation,\
vic_Methods_of_Control,vic_ForcedLabourIndustry,vic_AgeWhenTrafficked,cas_Status,local_codes
1,Mirta,Condori,Feminine,1998-04-11,BO,que,ActualVictimOfTrafficking,CourtOrProsecution,\
ForcedLabour,DebtBondage WithholdsDocuments,C_Manufacturing,24,FollowUp,
2,Yeison,Palacios,Masculine,2004-09-02,CO,spa,PossibleVictimOfTrafficking,NGO,ForcedLabour,\
FalsePromises Other,A_AgricultureForestryAndFishing,19,Active,\
vic_MethodsOfControl: RestrictsMovement
3,Fabiola,Ticona,Feminine,2001-13-05,BO,aym,PossibleVictimOfTrafficking,NGO,ForcedBegging,,,15,\
Active,
"""
WAITS = """\
prs_FirstName,prs_Gender,prs_Birthdate,vic_TypeOfExploitation,vic_MethodsOfControl,cas_Status
Nayeli,Feminine,2000-01-20,SexualExploitation,DebtBondage;PhysicalThreats,Active
Ruth,Feminine,1995,SexualExploitation,FalsePromises,Active
Zulma,Feminine,1997-06-30,Escort,TakesEarnings,Active
"""
BASIS = {
    "basis": "agreement", "purposes": ["case_management", "reporting"],
    "signed_by": "Hna. Beatriz Suárez",
}  # fmt: skip


def tell(world: World) -> None:
    world.tell(_came(world))
    world.tell(_waits(world))


def _came(world: World) -> Story:
    yield world.at(-24, "09:50")
    file = _taken(world, CAME, "Casa Esperanza, primera lista")
    yield world.at(-23, "10:20")
    file.start_import(by=file.by)
    for _passed in HTCDS_IMPORT.import_slices(file):
        pass


def _waits(world: World) -> Story:
    yield world.at(-1, "16:40")
    _taken(world, WAITS, "Casa Esperanza, segunda lista")


def _taken(world: World, text: str, title: str) -> HtcdsImportFile:
    by = world.users["maren"]
    team = next(team for team in world.teams.values() if team.office == by.office)
    file = HtcdsImportFile.take(
        BytesIO(text.encode()), by=by, team=team, name="lista.csv", title=title,
        signed_on=world.day(-30), **BASIS,
    )  # fmt: skip
    check_file.call(str(file.ref))
    file.refresh_from_db()
    return file
