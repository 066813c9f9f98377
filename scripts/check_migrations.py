"""Fails when a model has changed and no migration says so."""

from __future__ import annotations

import os
import sys
import tempfile


def main() -> int:
    with tempfile.TemporaryDirectory() as home:
        # Asking needs settings and no database: the history is read from the files alone.
        os.environ |= {
            "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
            "ONESTORY_HOME": home,
            "ONESTORY_SECRET_KEY": "only-to-read-the-settings",
        }
        from onestory.config import installation

        installation.set_up_django()
        from django.apps import apps
        from django.db.migrations.autodetector import MigrationAutodetector
        from django.db.migrations.loader import MigrationLoader
        from django.db.migrations.state import ProjectState

        loader = MigrationLoader(None)
        changes = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps)).changes(loader.graph)
    ours = {label: found for label, found in changes.items() if apps.get_app_config(label).name.startswith("onestory")}
    for label, found in ours.items():
        for migration in found:
            print(f"{label} has changed without a migration: {[o.describe() for o in migration.operations]}")
    return 1 if ours else 0


if __name__ == "__main__":
    sys.exit(main())
