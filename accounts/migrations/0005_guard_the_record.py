from django.db import migrations

from accounts.record import guard


def install(apps, schema_editor):
    guard.install(schema_editor.connection)


def remove(apps, schema_editor):
    guard.remove(schema_editor.connection)


class Migration(migrations.Migration):
    """From here on the database refuses to change or take away what stands in the record of who looked."""

    dependencies = [
        ('accounts', '0004_people_and_access'),
    ]

    operations = [
        migrations.RunPython(install, remove),
    ]
