"""What is missing in the demo's records, who was asked for it, and a data call with a late office.

After `evidence`: the report that Puerto Alto sends is signed there.
"""

from amparo.foundation.data_quality import runs
from amparo.foundation.data_quality.models import DataIssue, DataReminder
from amparo.foundation.data_quality.queries import count_open_of
from amparo.pillars.evidence import data_calls
from amparo.pillars.evidence.figures import earlier
from amparo.pillars.evidence.models import DataCall
from amparo_demo.evidence import HERE
from amparo_demo.world import Story, World

ABOVE, LATE = "Oficina Regional Andina", "Valle Seco"
CALL = "Informe regional de protección"
PLEASE = "Antes del jueves, por favor: el viernes se congela el mes."
REMINDED = ("lucia", "salma")
WHERE_IS_IT = "Todavía no vemos el informe. ¿Necesitan ayuda para congelar el mes?"
SOON = "Faltan dos teléfonos del puesto fronterizo. Esta semana lo firmamos."


def fill(world: World) -> None:
    if HERE in world.offices and LATE in world.offices:
        world.tell(_issues(world))
        world.tell(_data_call(world))


def _issues(world: World) -> Story:
    """Found at night, asked again by the data officer; one of them nobody can answer."""
    office = world.offices[HERE]
    yield world.at(-12, "02:00")
    runs.run_all()
    yield world.at(-4, "09:10")
    colleagues = [world.users[part] for part in REMINDED]
    counts = [(each, count_open_of(each, (office.pk,))) for each in colleagues]
    if any(count for _user, count in counts):
        DataReminder.send_to_all(counts, by=world.users["data"], office=office, remark=PLEASE)
    yield world.at(-3, "16:40")
    lucia = world.users["lucia"]
    asked = DataIssue.objects.of(lucia).filter(kind="disability", is_restricted=False)
    if issue := asked.order_by("pk").first():
        issue.explain(by=lucia, reason="declined")
    yield world.at(1, "06:10")
    runs.run_all()


def _data_call(world: World) -> Story:
    """Two offices owe a report each month; one has sent it, the other one is late."""
    first, last = earlier(world.today, 2), earlier(world.today, 1)
    after = (last - world.today).days
    by = world.users["regional"]
    yield world.at(after - 10, "10:00")
    call = DataCall.define(
        by=by, office=world.offices[ABOVE], offices=[world.offices[HERE], world.offices[LATE]],
        name=CALL, due_day=10, remind_days=3, first_month=first,
    )  # fmt: skip
    offices = {each.office.name: each for each in call.offices.select_related("office")}
    yield world.at(after + 6, "12:00")
    offices[HERE].send(first, by=world.users["data"])
    for day in (8, 11):
        yield world.at(after + day, "02:30")
        data_calls.send_reminders()
    yield world.at(after + 13, "09:00")
    offices[LATE].remark(first, by=by, text=WHERE_IS_IT)
    yield world.at(after + 13, "15:20")
    offices[LATE].remark(first, by=world.users["pilar"], text=SOON)
    yield world.at(1, "06:20")
    data_calls.send_reminders()
