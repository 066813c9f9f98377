"""Makes docs/reference/permissions.md: who may open what, from the doors that every address declares."""

from __future__ import annotations

import os

from scripts.documents import ROOT, Document

INTRODUCTION = """# Who may open what

Every address of Onestory, and to whom it opens. This page is written from what each declares
([how](../how-to/add-a-page.md)), and the permission matrix tries all of it: `onestory safety matrix` asks every address as every
role, in every relation to a family, by every method, for what is there and what is not, and compares each answer with what these
lines say. To anyone else the answer is the one a mistyped address gets; to somebody signed out, the page to sign in.

Roles and what they allow are in [`access/roles.py`](../../src/onestory/access/roles.py). No role opens a family: only a
reason to be alongside it does.

Made by `python -m scripts.permissions`, which `make fix` runs; a test fails when it is out of date.

"""


def words() -> str:
    from onestory.safety import published

    return INTRODUCTION + published.tables()


DOCUMENT = Document(ROOT / "docs" / "reference" / "permissions.md", words)

if __name__ == "__main__":
    # Nothing is asked of a database: only the addresses are read.
    os.environ.setdefault("DATABASE_URL", "postgresql://nobody@localhost/none")
    os.environ.setdefault("ONESTORY_SECRET_KEY", "only-to-read-the-addresses")
    from onestory.config import installation

    installation.set_up_django()
    DOCUMENT.write()
