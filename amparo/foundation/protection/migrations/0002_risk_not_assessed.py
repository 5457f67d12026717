"""The rule may propose nothing: "none" is *not assessed*."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("protection", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="riskassessment",
            name="proposed",
            field=models.CharField(
                choices=[
                    ("none", "none"),
                    ("low", "low"),
                    ("medium", "medium"),
                    ("high", "high"),
                    ("critical", "critical"),
                ],
                max_length=10,
            ),
        )
    ]
