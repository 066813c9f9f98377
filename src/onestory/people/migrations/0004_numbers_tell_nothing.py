"""A key that is taken says that a guess was right: the same number may be written down of one person again."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("people", "0003_indexes_that_answer")]

    operations = [
        # Takes the table for a moment, whatever its size; what it found is found by the index on the person.
        migrations.RemoveConstraint(model_name="identifier", name="identifier_once_a_person"),
    ]
