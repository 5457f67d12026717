"""`amparo registry` tells an engineer what may be added to each app, how, and what was added."""

import json

import pytest
from django.core.management import CommandError, call_command


def test_it_lists_each_extension_point_with_its_arguments(capsys):
    call_command("registry")
    told = capsys.readouterr().out
    assert "amparo.foundation.people\n" in told
    assert "  do_not_contact_checks: Dangers for which a person is not contacted now.\n" in told
    assert "in receivers.py: register(DoNotContactCheck(person: Person) -> bool)" in told
    assert "receivers.py: sends grant: RestrictedGroupAccess, by: User" in told
    assert "is_contact_forbidden" not in told


def test_one_of_them_is_listed_with_all_that_is_registered(capsys):
    call_command("registry", "do_not_contact_checks")
    told = capsys.readouterr().out
    assert (
        "1 registered\n        pillars.assistance.cases.receivers.is_contact_forbidden\n" in told
    )
    assert "permission_rules" not in told


def test_a_machine_reads_all_of_it(capsys):
    call_command("registry", "--json")
    found = {each["name"]: each for each in json.loads(capsys.readouterr().out)}
    assert found["background_tasks"]["package"] == "amparo.foundation.core"
    assert "send-text-message" in found["background_tasks"]["registered"]
    assert found["offline_commands"]["arguments"].startswith("offline_command(verb: str, *, ")
    assert found["check_requirements"]["register_in"] == "apps.py"
    assert all(each["purpose"] and each["arguments"] for each in found.values())


def test_another_name_is_refused():
    with pytest.raises(CommandError, match="no extension point named doors"):
        call_command("registry", "doors")
