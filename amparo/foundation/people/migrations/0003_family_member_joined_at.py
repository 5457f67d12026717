"""Since when somebody is of a family. Of those who are already, it is not known."""

from django.db import migrations, models

import amparo.foundation.core.clock


class Migration(migrations.Migration):

    dependencies = [
        ("people", "0002_consent_ends_at"),
    ]

    operations = [
        migrations.AddField(
            model_name="familymember",
            name="joined_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AlterField(
            model_name="familymember",
            name="joined_at",
            field=models.DateTimeField(
                default=amparo.foundation.core.clock.now, editable=False, null=True
            ),
        ),
    ]
