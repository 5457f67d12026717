from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="consent",
            name="ends_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
    ]
