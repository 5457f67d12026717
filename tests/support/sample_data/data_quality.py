"""What is missing in the sample data, asked of a caseworker; and a report that an office owes."""

from types import SimpleNamespace


def add_data_quality(world: SimpleNamespace) -> None:
    """Issues as a night finds them, and a data call with a remark and a reminder."""
    from amparo.foundation.data_quality import runs
    from amparo.foundation.data_quality.models import DataIssue
    from amparo.pillars.evidence.figures import earlier
    from amparo.pillars.evidence.models import DataCall

    runs.run_all()
    asked = DataIssue.objects.of(world.caseworker).filter(is_restricted=False)
    world.data_issue = asked.order_by("pk").first()
    month = earlier(world.office.today(), 1)
    world.data_call = DataCall.define(
        by=world.data_officer, office=world.office, offices=[world.office],
        name="Monthly protection report", due_day=10, remind_days=3,
        first_month=earlier(world.office.today(), 2),
    )  # fmt: skip
    world.owed_report = world.data_call.offices.get()
    world.owed_month = f"{month:%Y-%m}"
    world.owed_report.remark(month, by=world.supervisor, text="Two weeks without visits.")
    world.owed_report.remind(month, "before")
