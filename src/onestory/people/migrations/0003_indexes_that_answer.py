"""Indexes that hold all that choosing among candidates needs: new ones are made beside the old while the system is in use."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models

_SOUNDS = ["family_sounds", "given_sounds"]


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("people", "0002_findable")]

    operations = [
        AddIndexConcurrently(
            "findable",
            models.Index(
                fields=["family", "given", "person"], include=["id", *_SOUNDS, "born"], name="findable_by_family"
            ),
        ),
        AddIndexConcurrently(
            "findable",
            models.Index(
                fields=["given", "family", "person"], include=["id", *_SOUNDS, "born"], name="findable_by_given"
            ),
        ),
        AddIndexConcurrently(
            "findable",
            models.Index(
                fields=[*_SOUNDS, "person"], include=["id", "family", "given", "born"], name="findable_by_sounds"
            ),
        ),
        AddIndexConcurrently(
            "findable",
            models.Index(
                fields=["born", "person"], include=["id", "family", "given", *_SOUNDS], name="findable_by_birth"
            ),
        ),
        RemoveIndexConcurrently("findable", "findable_family"),
        RemoveIndexConcurrently("findable", "findable_given"),
        RemoveIndexConcurrently("findable", "findable_sounds"),
        RemoveIndexConcurrently("findable", "findable_born"),
    ]
