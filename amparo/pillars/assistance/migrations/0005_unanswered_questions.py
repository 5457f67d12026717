"""A question of a screening that got neither yes nor no keeps why."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("assistance", "0004_saved_views"),
    ]

    operations = [
        migrations.AddField(
            model_name="screening",
            name="unanswered",
            field=models.JSONField(default=dict),
        ),
    ]
