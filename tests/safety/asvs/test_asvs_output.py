"""Whatever is typed comes back as text: awkward words through every form, and every page read again afterwards."""

from __future__ import annotations

from django.test import Client
from tests.factories import Known
from tests.safety.asvs.crawling import Form, Page, forms, walk

MARK = "zq9"
MARKUP = (
    f"<script>{MARK}()</script>",
    f'"><img src=x onerror={MARK}()>',
    f"'-{MARK}()-'{{{{7*7}}}}{{% load static %}}",
    f"javascript:{MARK}()//</textarea><svg onload={MARK}()>",
)
# What must stand on no page: markup as markup, and a template's sum worked out.
RAW = (f"<script>{MARK}", f"<img src=x onerror={MARK}", f"<svg onload={MARK}", "'49")
AWKWARD = (
    "' OR '1'='1'; DROP TABLE people_person; --",
    "\x00\x01\x1b[31m",
    "%s %(name)s {0.__class__} %n%n",
    "\u202e\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16") + "Ω≈ç√ 田中さん العربية",
    "\r\nSet-Cookie: a=b\r\n\r\n<html>",
    "-1",
    "99999999999999999999999999999999",
    "../../../../etc/passwd",
    "a" * 20_000,
)


def _home(known: Known) -> str:
    return f"/families/{known.family.pk}"


def _send(client: Client, form: Form, text: str) -> int:
    sent = form.filled(lambda _name: text)
    answer = client.post(form.action, sent) if form.method == "post" else client.get(form.action, sent)
    assert f"<script>{MARK}" not in answer.content.decode()
    return answer.status_code


def test_no_words_typed_into_any_form_break_a_page(worker: Client, known: Known) -> None:
    found = list(forms(worker, _home(known)))
    assert len(found) >= 20
    broken = [(form.action, text[:20]) for form in found for text in AWKWARD if _send(worker, form, text) >= 500]
    assert broken == []


def test_markup_typed_into_every_form_is_text_on_every_page(worker: Client, known: Known) -> None:
    for form in list(forms(worker, _home(known))):
        for text in MARKUP:
            _send(worker, form, text)
    pages = [
        (address, page.content.decode()) for address, page in walk(worker, _home(known)) if page.status_code == 200
    ]
    assert len(pages) >= 20
    assert any(f"&lt;script&gt;{MARK}" in html for _, html in pages), "nothing typed is shown: this proves nothing"
    for address, html in pages:
        assert not any(raw in html for raw in RAW)
        assert 'href="javascript:' not in html
        sent_to = [form.action for form in Page(html, address).forms]
        assert all(action.startswith("/") and not action.startswith("//") for action in sent_to)


def test_what_is_typed_into_an_address_is_encoded_in_links(client: Client, db: None) -> None:
    answer = client.get("/find", {"q": f'"><script>{MARK}</script>'})
    assert answer.status_code == 302
    assert "<" not in answer["Location"]
    assert '"' not in answer["Location"]
