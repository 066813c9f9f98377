"""Every database test runs on a real PostgreSQL, as the role the application has.

That role owns nothing and is bound by row-level security. One server is started for the session and one template
database migrated in it; each test process works in a clone.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from tests import emptying, templates
from tests.placing import let_tests_place_people

from onestory.config import installation
from onestory.postgres import names, roles
from onestory.postgres.server import Server

if TYPE_CHECKING:
    from playwright.sync_api import Browser

TEMPLATE = "onestory_template"
# Chromium asks nobody outside for anything, and runs as root in a container.
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run", "--disable-quic",
]  # fmt: skip
URLS = {
    "DATABASE_URL": names.APP,
    "ONESTORY_OWNER_DATABASE_URL": names.OWNER,
    "ONESTORY_SEALER_DATABASE_URL": names.SEALER,
    "ONESTORY_QUEUE_DATABASE_URL": names.QUEUE,
}


class TestServer:
    """The session's server: started by the first process, found by the others through the environment."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="onestory-test-"))
        self.folder.chmod(0o755)
        self.server = Server(self.folder / "postgres", durable=False)

    def begin(self) -> None:
        known = templates.bring(self.folder / "postgres")
        self._serve()
        if not known:
            _run(
                "from django.core.management import call_command; call_command('migrate', database='owner', verbosity=0)"
            )
            self.server.stop()
            templates.keep(self.folder / "postgres")
            self._serve()

    def _serve(self) -> None:
        self.server.start()
        roles.prepare_on(self.server, database=TEMPLATE)
        os.environ |= {
            "ONESTORY_HOME": str(self.folder / "home"),
            "ONESTORY_SECRET_KEY": "only-for-tests-0123456789-0123456789-0123456789",
            "ONESTORY_TEST_ADMIN_URL": self.server.url("postgres", database="postgres"),
        } | {key: self.server.url(role, database=TEMPLATE) for key, role in URLS.items()}
        os.environ |= {f"ONESTORY_TEST_{key}": os.environ[key] for key in URLS}

    def end(self) -> None:
        self.server.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


def pytest_configure(config: pytest.Config) -> None:
    """Before Django reads its settings: name a database for this process."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "onestory.config.settings"
    # The browser that a process's tests share keeps an event loop in it; the tests themselves wait for nothing.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    if not hasattr(config, "workerinput"):
        config.stash[SERVER] = TestServer()
        config.stash[SERVER].begin()
        _migrate_template()
    name = _clone(os.environ.get("PYTEST_XDIST_WORKER", "alone"))
    installation.set_up_django()
    # A worker is given its settings before this is asked, and with them its controller's database.
    for database in settings.DATABASES.values():
        database["NAME"] = name


SERVER = pytest.StashKey[TestServer]()


def pytest_unconfigure(config: pytest.Config) -> None:
    if SERVER in config.stash:
        config.stash[SERVER].end()


def _migrate_template() -> None:
    _run("i.migrate(verbosity=0); i.collect_static()")


def _run(what: str) -> None:
    """In a process of its own, so that no connection to the template is left when it is cloned."""
    import subprocess
    import sys

    beginning = "from onestory.config import installation as i; i.set_up_django()"
    subprocess.run([sys.executable, "-c", f"{beginning}; {what}"], check=True, capture_output=True)


def _clone(worker: str) -> str:
    name = f"onestory_{worker}"
    roles.clone(admin_url=os.environ["ONESTORY_TEST_ADMIN_URL"], template=TEMPLATE, name=name)
    let_tests_place_people(os.environ["ONESTORY_TEST_ADMIN_URL"].replace("/postgres?", f"/{name}?"))
    for key in URLS:
        # From the template's own address: a worker inherits the controller's, which has its database in it already.
        os.environ[key] = os.environ[f"ONESTORY_TEST_{key}"].replace(f"/{TEMPLATE}?", f"/{name}?")
    return name


@pytest.fixture(scope="session")
def django_db_setup() -> None:
    """The database is there already: a clone of the migrated template."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One real Chromium for a process's tests; each test opens a context of its own in it."""
    from playwright.sync_api import sync_playwright

    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        pytest.fail(
            "No Chromium was found. `make test` installs it where it may; otherwise install the package chromium."
        )
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=found, args=QUIET)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def admin_url() -> str:
    """A superuser's way into this process's own database, for tests that attack or inspect it."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    return os.environ["ONESTORY_TEST_ADMIN_URL"].replace("/postgres?", f"/onestory_{worker}?")


@pytest.fixture(autouse=True)
def _leaves_nothing_behind(request: pytest.FixtureRequest, admin_url: str) -> Iterator[None]:
    """What a test commits is gone after it. Django would empty tables as their owner, and the application's role owns none."""
    marked = any(mark.kwargs.get("transaction") for mark in request.node.iter_markers("django_db"))
    if not marked and "transactional_db" not in request.fixturenames:
        yield
        return
    empty = emptying.empty_tables(admin_url)
    yield
    emptying.empty(admin_url, empty)
