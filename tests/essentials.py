"""What `make test` tries of the database on a clean tree: whatever must never break.

Beside all pure tests and one batch of routes. `make nightly` runs these, and what else goes by a
clock, under several clocks.
"""

CORE = "amparo/foundation/core/tests"
PEOPLE = "amparo/foundation/people/tests"
PILLAR = "amparo/pillars/assistance"
CASEWORK = (
    "assessment", "case_forms", "cases", "help_requests", "intake", "mobile", "planning",
    "privacy", "referrals", "services", "transfers",
)  # fmt: skip

ESSENTIALS: dict[str, tuple[str, ...]] = {
    "who may open what": (
        "tests/test_permissions.py",
        "tests/test_models.py",
        f"{PILLAR}/cases/tests/test_case_ownership.py",
        f"{PILLAR}/cases/tests/test_restricted_cases.py",
        f"{PILLAR}/cases/tests/test_emergency_access.py",
        f"{PILLAR}/cases/tests/test_access_grants_command.py",
        f"{CORE}/test_memberships.py",
        f"{CORE}/test_incompatible_roles.py",
    ),
    "consent": (
        f"{PEOPLE}/test_legal_basis.py",
        f"{PEOPLE}/test_consent_exceptions.py",
        f"{PILLAR}/cases/tests/test_withdrawn_consent.py",
    ),
    "referral": (
        f"{PILLAR}/referrals/tests/test_referral_lifecycle.py",
        f"{PILLAR}/referrals/tests/test_sending_a_referral.py",
        f"{PILLAR}/referrals/tests/test_received_referrals.py",
        f"{PILLAR}/referrals/tests/test_referral_outcomes.py",
    ),
    "checks of a return": (
        f"{PILLAR}/pathways/tests",
        f"{PILLAR}/returns/tests",
        f"{PILLAR}/child_protection/tests/test_no_child_goes_before_it_is_decided.py",
        f"{PILLAR}/child_protection/tests/test_what_is_best_for_a_child.py",
        f"{PILLAR}/counter_trafficking/tests/test_planning_for_safety.py",
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
        f"{PILLAR}/counter_trafficking/tests/test_sealing_a_testimony.py",
    ),
    "doing things once": (
        f"{CORE}/test_idempotency.py",
        f"{CORE}/test_jobs.py",
        f"{PILLAR}/mobile/tests/test_edit_conflicts.py",
    ),
    "offline work": (
        f"{PILLAR}/cases/tests/test_steps_on_every_device.py",
        f"{PILLAR}/mobile/tests/test_offline_bundle.py",
        f"{PILLAR}/mobile/tests/test_commands.py",
        f"{PILLAR}/mobile/tests/test_forms_without_network.py",
        f"{PILLAR}/mobile/tests/test_late_commands.py",
        "tests/walks/test_sync.py",
    ),
    "one case from registration to closure": (
        f"{PILLAR}/intake/tests/test_registration.py",
        f"{PILLAR}/intake/tests/test_screening.py",
        f"{PILLAR}/assessment/tests/test_assessments.py",
        f"{PILLAR}/assessment/tests/test_case_risk.py",
        f"{PILLAR}/planning/tests/test_case_plan.py",
        f"{PILLAR}/services/tests/test_services.py",
        f"{PILLAR}/planning/tests/test_follow_ups.py",
        f"{PILLAR}/cases/tests/test_case_lifecycle.py",
        f"{PILLAR}/cases/tests/test_closure.py",
        f"{PILLAR}/cases/tests/test_today.py",
    ),
    "people, their data, and who helps without an account": (
        CORE,
        PEOPLE,
        f"{PILLAR}/pathways/payments/tests",
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
    *(f"{PILLAR}/{app}/tests" for app in CASEWORK),
    f"{PILLAR}/child_protection/tests",
    f"{PILLAR}/counter_trafficking/tests",
    f"{PILLAR}/family_tracing/tests",
    f"{PILLAR}/reintegration/tests",
    "amparo/pillars/advocacy/feedback/tests",
    "amparo/pillars/training/tests",
    "amparo/foundation/directory/tests",
    "amparo/foundation/fieldwork/tests",
)


def paths(*, under_a_clock: bool = False) -> tuple[str, ...]:
    """Files and folders, as `--database-of` takes them."""
    listed = dict.fromkeys(path for group in ESSENTIALS.values() for path in group)
    return (*listed, *WITH_A_CLOCK) if under_a_clock else tuple(listed)
