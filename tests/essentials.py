"""What `make test` tries of the database on a clean tree: whatever must never break.

Beside all pure tests and one batch of routes. `make nightly` runs these, and what else goes by a
clock, under several clocks.
"""

CORE = "amparo/foundation/core/tests"
PEOPLE = "amparo/foundation/people/tests"
ASSISTANCE = "amparo/pillars/assistance/tests"
PILLAR = "amparo/pillars/assistance"

ESSENTIALS: dict[str, tuple[str, ...]] = {
    "who may open what": (
        "tests/test_permissions.py",
        "tests/test_models.py",
        f"{ASSISTANCE}/test_whose_case_it_is.py",
        f"{ASSISTANCE}/test_keeping_a_case_to_its_group.py",
        f"{ASSISTANCE}/test_opening_in_an_emergency.py",
        f"{ASSISTANCE}/test_checking_reach.py",
        f"{CORE}/test_memberships.py",
        f"{CORE}/test_incompatible_roles.py",
    ),
    "consent": (
        f"{PEOPLE}/test_legal_basis.py",
        f"{PEOPLE}/test_consent_exceptions.py",
        f"{ASSISTANCE}/test_when_consent_is_taken_back.py",
    ),
    "referral": (
        f"{ASSISTANCE}/test_the_life_of_a_referral.py",
        f"{ASSISTANCE}/test_referring_somebody.py",
        f"{ASSISTANCE}/test_receiving_a_referral.py",
        f"{ASSISTANCE}/test_where_referrals_end.py",
    ),
    "checks of a return": (
        f"{PILLAR}/gates/tests",
        f"{PILLAR}/returns/tests",
        f"{PILLAR}/families/tests/test_no_child_goes_before_it_is_decided.py",
        f"{PILLAR}/families/tests/test_what_is_best_for_a_child.py",
        f"{PILLAR}/trafficking/tests/test_planning_for_safety.py",
    ),
    "audit log": (
        f"{CORE}/test_audit_log.py",
        f"{CORE}/test_audit_verification.py",
    ),
    "encryption": (
        f"{CORE}/test_encrypted_values.py",
        f"{CORE}/test_encrypted_fields.py",
        f"{CORE}/test_encrypted_files.py",
        f"{CORE}/test_key_rotation.py",
        f"{PILLAR}/trafficking/tests/test_sealing_a_testimony.py",
    ),
    "doing things once": (
        f"{CORE}/test_idempotency.py",
        f"{CORE}/test_jobs.py",
        f"{ASSISTANCE}/test_two_people_changing_the_same.py",
    ),
    "offline work": (
        f"{ASSISTANCE}/test_steps_on_every_device.py",
        f"{ASSISTANCE}/test_taking_a_caseload_to_the_field.py",
        f"{ASSISTANCE}/test_writing_in_the_field.py",
        f"{ASSISTANCE}/test_filling_forms_in_the_field.py",
        f"{ASSISTANCE}/test_deciding_about_what_came_late.py",
        "tests/walks/test_sync.py",
    ),
    "one case from registration to closure": (
        f"{ASSISTANCE}/test_registering_somebody.py",
        f"{ASSISTANCE}/test_screening.py",
        f"{ASSISTANCE}/test_assessing.py",
        f"{ASSISTANCE}/test_weighing_the_risk_of_a_case.py",
        f"{ASSISTANCE}/test_planning_with_the_person.py",
        f"{ASSISTANCE}/test_giving_a_service.py",
        f"{ASSISTANCE}/test_keeping_in_touch.py",
        f"{ASSISTANCE}/test_the_life_of_a_case.py",
        f"{ASSISTANCE}/test_closing_a_case.py",
        f"{ASSISTANCE}/test_the_day_of_a_caseworker.py",
    ),
    "people, their data, and who helps without an account": (
        CORE,
        PEOPLE,
        f"{PILLAR}/money/tests",
        "amparo/public/tests",
    ),
    "starting an empty installation": (
        "tests/test_command_line.py",
        "amparo/site/tests/test_demo_sign_in.py",
        f"{CORE}/test_initial_migration.py",
        f"{CORE}/test_periodic_tasks.py",
        f"{CORE}/test_office_deadlines.py",
    ),
}

# Tried under the clocks of a night too: much of it goes by days and hours.
WITH_A_CLOCK = (
    ASSISTANCE,
    f"{PILLAR}/families/tests",
    f"{PILLAR}/trafficking/tests",
    f"{PILLAR}/tracing/tests",
    f"{PILLAR}/reintegration/tests",
    "amparo/pillars/advocacy/tests",
    "amparo/pillars/training/tests",
    "amparo/foundation/directory/tests",
    "amparo/foundation/fieldwork/tests",
)


def paths(*, under_a_clock: bool = False) -> tuple[str, ...]:
    """Files and folders, as `--database-of` takes them."""
    listed = dict.fromkeys(path for group in ESSENTIALS.values() for path in group)
    return (*listed, *WITH_A_CLOCK) if under_a_clock else tuple(listed)
