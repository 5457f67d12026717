"""Children who were handed over to their family before the handover ended their time alone."""

from django.db import migrations

from amparo.foundation.core.clock import now


def end_their_time_alone(apps, schema_editor):
    """Those who were written down as alone before the handover, by whoever handed them over."""
    children = apps.get_model("families", "ChildAlone").objects
    handovers = apps.get_model("tracing", "Reunited").objects.select_related("reunification")
    for done in handovers.order_by("pk").iterator():
        person = done.reunification.person_id
        children.filter(person=person, ended_at=None, at__lte=done.at).update(
            ended_at=now(), ended_by=done.by_id, end_reason="reunified"
        )


class Migration(migrations.Migration):
    dependencies = [("families", "0001_initial"), ("tracing", "0001_initial")]

    operations = [migrations.RunPython(end_their_time_alone, migrations.RunPython.noop)]
