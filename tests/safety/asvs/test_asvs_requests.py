"""What is sent to the application that no page of ours would send."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client
from tests.factories import Known, an_account
from tests.safety.asvs.crawling import forms
from tests.safety.asvs.passwords import PASSWORD

from onestory.access.models import Account
from onestory.access.viewer import acting_as
from onestory.config.uploads import InMemory
from onestory.core.files.limits import LARGEST_BODY
from onestory.people.models import Findable, MergedRow, Person
from onestory.support.models import ReturnCode, WordBegun

ELSEWHERE = (
    "https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example", "javascript:alert(1)",
    "https:elsewhere.example", "\thttps://elsewhere.example", "http://testserver@elsewhere.example/",
)  # fmt: skip
LEFT_LYING = (
    ".git/config", ".git/HEAD", ".svn/entries", ".env", ".hg/", "settings.toml", "secret-key", "pyproject.toml", "uv.lock",
    "backup.zip", "backup.sql", "dump.onestory", "wsgi.py", "manage.py", "server-status", "metrics", "admin/", "docs/",
    "swagger.json", "openapi.json", "design/", "__debug__/", "static/", "static/ui/",
    "static/ui/onestory.js.map", "static/ui/onestory.css.map", "static/../secret-key", "static/%2e%2e/secret-key",
    "static/ui/onestory.js~", "static/ui/onestory.js.bak",
)  # fmt: skip


@pytest.mark.parametrize("target", ELSEWHERE)
def test_signing_in_leads_to_no_other_site(client: Client, with_password: Account, target: str) -> None:
    answer = client.post("/account/login/", {"login": with_password.email, "password": PASSWORD, "next": target})
    assert answer.status_code == 302
    assert answer["Location"] == "/"


def test_of_two_places_to_go_on_to_neither_leads_elsewhere(client: Client, with_password: Account) -> None:
    answer = client.post(
        "/account/login/?next=https://elsewhere.example/",
        {"login": with_password.email, "password": PASSWORD, "next": ["/families", "//elsewhere.example"]},
    )
    assert not answer["Location"].startswith(("//", "http"))


@pytest.mark.parametrize("path", LEFT_LYING)
def test_nothing_left_lying_about_is_served(worker: Client, path: str) -> None:
    assert worker.get(f"/{path}").status_code == 404


@pytest.mark.parametrize(
    "host", ["elsewhere.example", "testserver.elsewhere.example", "testserver@elsewhere.example", ""]
)
def test_a_name_that_is_not_ours_is_answered_with_nothing(client: Client, db: None, host: str) -> None:
    answer = client.get("/account/login/", headers={"Host": host})
    assert answer.status_code == 400
    assert "elsewhere" not in answer.content.decode()


def test_a_name_sent_beside_the_host_is_not_believed(client: Client, with_password: Account) -> None:
    answer = client.get("/families", headers={"X-Forwarded-Host": "elsewhere.example"})
    assert answer["Location"].startswith("/account/login/")


def test_what_comes_through_without_a_proxy_is_not_taken_for_encrypted(client: Client, db: None) -> None:
    answer = client.get("/account/login/", headers={"X-Forwarded-Proto": "https"})
    assert not answer.wsgi_request.is_secure()


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT"])
def test_nothing_is_echoed(worker: Client, method: str) -> None:
    answer = worker.generic(method, "/", headers={"X-Secret": "echoed"})
    assert answer.status_code == 405
    assert "echoed" not in answer.content.decode()


def test_more_than_a_page_can_send_is_refused_before_it_is_read(worker: Client) -> None:
    answer = worker.post(
        "/find", b"q=" + b"a" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE, "application/x-www-form-urlencoded"
    )
    assert answer.status_code == 413
    assert "Nothing has been changed" in answer.content.decode()


def test_a_file_is_refused_by_its_size_and_otherwise_let_fall(worker: Client, known: Known) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    small = SimpleUploadedFile("Okafor.exe", b"MZ" * 100)
    assert worker.post("/find", {"q": small}).status_code == 422
    large = SimpleUploadedFile("large.bin", b"0" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1))
    assert worker.post("/find", {"q": "x", "file": large}).status_code == 413


def test_where_a_file_is_taken_more_is_read_and_not_without_end(worker: Client, known: Known) -> None:
    address = f"/families/{known.family.pk}/entries/{known.family.pk}/attach"
    long, too_long = (b"0" * size for size in (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1, LARGEST_BODY + 1))
    assert worker.post(address, long, "multipart/form-data; boundary=x").status_code == 404, "read, and no such entry"
    assert worker.post(address, too_long, "multipart/form-data; boundary=x").status_code == 413


def test_a_file_arrives_in_memory_without_the_name_it_had() -> None:
    assert settings.FILE_UPLOAD_HANDLERS == ["onestory.config.uploads.InMemory"]
    handler = InMemory()
    handler.new_file("file", "C:\\Okafor\\bruise.jpg", "image/jpeg", 3)
    handler.receive_data_chunk(b"abc", 0)
    arrived = handler.file_complete(3)
    assert (arrived.name, arrived.read()) == ("file", b"abc")


def test_of_a_file_that_is_too_large_nothing_is_held() -> None:
    handler = InMemory()
    handler.new_file("file", "large", "image/jpeg", None)
    for _ in range(11):
        handler.receive_data_chunk(bytes(1_000_000), 0)
    arrived = handler.file_complete(11_000_000)
    assert (arrived.size, arrived.read()) == (11_000_000, b"")


def test_more_boxes_than_a_page_has_are_refused(worker: Client) -> None:
    answer = worker.post("/find", {f"box{n}": "x" for n in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)})
    assert answer.status_code == 400


@pytest.mark.hazard("HZ-84")
def test_nothing_is_changed_without_a_token_of_our_own_page(known: Known) -> None:
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(known.author)
    addresses = {form.action for form in forms(careful, f"/families/{known.family.pk}") if form.method == "post"}
    assert len(addresses) >= 20
    answers = {address: careful.post(address, {}).status_code for address in addresses}
    assert set(answers.values()) == {403}


def _rows(account: Account) -> dict[str, int]:
    """Of every table about families that the application may read; what merges keep, the index of finding and codes are
    for functions.
    """
    mine = [m for m in apps.get_models() if m._meta.app_label in ("people", "story", "support")]
    found = [m for m in mine if m not in (Findable, MergedRow, ReturnCode, WordBegun)]
    with acting_as(account):
        return {m.__name__: m.objects.count() for m in found}


@pytest.mark.hazard("HZ-84")
def test_nothing_is_changed_by_an_address_alone(worker: Client, known: Known) -> None:
    found = [form for form in forms(worker, f"/families/{known.family.pk}") if form.method == "post"]
    before = _rows(known.author)
    for form in found:
        worker.get(form.action, form.filled(lambda _: "Somebody new"))
    assert _rows(known.author) == before
    adding = next(form for form in found if form.action.endswith("/people/add"))
    worker.post(adding.action, adding.filled(lambda name: "Zuri" if "given" in name else ""))
    assert _rows(known.author) != before, "a form that is sent as its page sends it does write"


def test_boxes_that_a_form_does_not_have_change_nothing(worker: Client, known: Known) -> None:
    more = {
        "created_by": str(an_account().pk), "created_by_id": str(an_account().pk), "id": str(known.mother.pk),
        "is_superuser": "1", "is_active": "0", "is_staff": "1", "role": "parent", "kind": "staff", "died": "2020",
    }  # fmt: skip
    home = f"/families/{known.family.pk}"
    add = next(form for form in forms(worker, home) if form.action.endswith("/people/add"))
    answer = worker.post(add.action, add.filled(lambda name: "Zuri" if "given" in name else "") | more)
    assert answer.status_code == 302
    with acting_as(known.author):
        made = Person.objects.order_by("created_at").last()
        assert made is not None
        assert made.pk not in (known.mother.pk, known.child.pk)
        assert made.created_by_id == known.author.pk
    known.author.refresh_from_db()
    assert known.author.is_active


def test_of_two_values_for_one_box_only_one_is_read(worker: Client, known: Known) -> None:
    answer = worker.post("/find?q=Okafor", {"q": ["Okafor", "nobody of that name"]})
    assert "Okafor family" not in answer.content.decode()
    assert worker.post("/find?q=Okafor", {}).status_code == 422, "an address is not read in place of a form"
