"""People of practice offices, who are invented."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="person",
            name="is_practice",
            field=models.BooleanField(default=False, editable=False),
        ),
    ]
