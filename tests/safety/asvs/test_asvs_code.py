"""Ways of going wrong that are kept out by not being there: read from the source, its templates and what it depends on.

Where a requirement does not apply because Onestory has no such thing, one of these tests fails on the day it has.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from scripts.documents import ROOT

SOURCE = ROOT / "src" / "onestory"
TEMPLATES = sorted(file for file in SOURCE.rglob("*.html") if "node_modules" not in file.parts)
SCRIPTS = [SOURCE / "ui/static/ui/onestory.js", *SOURCE.glob("ui/static/ui/*webauthn*.js")]
# What follows asks the operating system for a program by a list of words, which no shell reads.
# The last is our own, which reads a stranger's file with no secret and no database beside it.
STARTS_PROGRAMS = {"config/children.py", "config/cli/serving.py", "config/pages.py", "core/files/cleaning.py"}
# One journey takes files from browsers and hands out what was made of them.
ATTACHMENTS = "faces/workspace/attachments/"
# The page server asks itself whether it answers, and a person's own provider is asked by the library that signs them in.
CONNECTS = {"config/pages.py"}
NEVER_CALLED = {
    "eval", "exec", "compile", "__import__", "os.system", "os.popen", "pickle.loads", "pickle.load", "marshal.loads",
    "shelve.open", "yaml.load", "yaml.unsafe_load", "yaml.full_load", "Template", "Engine.from_string", "from_string",
    "random.choice", "random.random", "random.randint", "hashlib.md5", "hashlib.sha1", "tempfile.mktemp",
}  # fmt: skip
# Made from a seed, so that they can be made again, and run by nobody's page: the simulated city and its past, and what drives
# the whole application to see that it refuses. Nothing in them is a secret.
BESIDE = ("city/", "config/demo/past/", "safety/matrix/", "safety/canaries/", "safety/worlds/")
FILES = sorted(
    file
    for file in SOURCE.rglob("*.py")
    if "migrations" not in file.parts and not file.relative_to(SOURCE).as_posix().startswith(BESIDE)
)
ABSENT = {
    "LDAP": ("ldap", "ldap3", "django-auth-ldap"),
    # lxml comes with the reader of PDF, which asks it only for metadata; we drop those unread.
    "XPath and a second reader of XML": ("xmltodict", "xmlschema", "elementpath"),
    "LaTeX": ("pylatex", "latex"),
    "memcache": ("pymemcache", "pylibmc", "python-memcached"),
    "GraphQL": ("graphene", "strawberry-graphql", "ariadne", "graphql-core"),
    "WebSocket": ("channels", "websockets", "wsproto", "daphne"),
    "WebRTC": ("aiortc",),
    "SAML": ("python3-saml", "pysaml2", "djangosaml2"),
    "telephone codes": ("twilio", "vonage", "boto3"),
    "an OAuth server of its own": ("django-oauth-toolkit", "authlib"),
    "HTML that people write": ("bleach", "nh3", "markdown", "mistune", "django-tinymce", "django-ckeditor"),
    "other caches": ("redis", "django-redis", "valkey"),
}


def _calls(file: Path) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


def _calls_while_running(file: Path) -> Iterator[tuple[str, ast.Call]]:
    """Those inside functions: what a module works out once, as it is read, nobody has typed."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            yield from ((ast.unparse(c.func), c) for c in ast.walk(node) if isinstance(c, ast.Call))


def _is_worked_out(call: ast.Call) -> bool:
    return bool(call.args) and not isinstance(call.args[0], ast.Constant | ast.Name)


def _imports(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def _from(file: Path) -> Iterator[str]:
    """What is imported out of what, by its whole name."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{name.name}" for name in node.names)


def _place(file: Path) -> str:
    return file.relative_to(SOURCE).as_posix()


def _runs() -> set[str]:
    """What an installation installs: what `dependencies` names and all that those bring."""
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    packages = {package["name"]: package for package in lock["package"]}
    waiting, found = ["onestory"], set[str]()
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            package = packages[name]
            extras = [dep for group in package.get("optional-dependencies", {}).values() for dep in group]
            waiting += [dep["name"] for dep in (*package.get("dependencies", []), *extras)]
    return found


def test_nothing_that_is_sent_is_ever_run_or_unpacked_as_objects() -> None:
    found = [(_place(f), name) for f in FILES for name, _ in _calls(f) if name in NEVER_CALLED]
    assert found == []


def test_programs_are_started_by_a_list_of_words_and_never_through_a_shell() -> None:
    for file in FILES:
        for name, call in _calls(file):
            if name.startswith("subprocess."):
                assert not any(word.arg == "shell" for word in call.keywords), _place(file)
                assert not isinstance(call.args[0] if call.args else None, ast.JoinedStr | ast.Constant), _place(file)


def test_only_the_launcher_and_the_server_start_programs() -> None:
    starting = {_place(file) for file in FILES if "subprocess" in set(_imports(file))}
    assert {place for place in starting if not place.startswith("postgres/")} <= STARTS_PROGRAMS | {
        "config/demo/town.py"
    }
    assert not [place for place in starting if place.startswith(("faces/", "people/", "access/", "story/", "support/"))]


def test_no_page_passes_what_was_typed_on_as_a_statement() -> None:
    """Statements are our own words; what somebody typed goes beside them as values."""
    faces = [file for file in FILES if "faces" in file.parts or "ui" in file.parts]
    called = {name.rpartition(".")[2] for file in faces for name, _ in _calls(file)}
    assert not called & {"raw", "extra", "RawSQL", "execute", "executemany"}


def test_no_pattern_is_made_from_what_was_typed() -> None:
    searching = {"re.compile", "re.search", "re.match", "re.fullmatch", "re.sub", "re.findall", "re.split"}
    made = [
        ast.unparse(call)
        for file in FILES
        for name, call in _calls_while_running(file)
        # Those of telephone numbers are Google's own.
        if _place(file) != "core/phones.py" and name in searching and _is_worked_out(call)
    ]
    assert [text for text in made if "re.escape" not in text] == []


def test_formatting_marks_come_from_our_own_words() -> None:
    """`"...".format()` is called on words written here; never on words that were sent."""
    for file in FILES:
        for name, call in _calls(file):
            if name.endswith((".format", ".format_map")) and isinstance(call.func, ast.Attribute):
                owner = call.func.value
                assert not re.search(r"request|typed|cleaned|POST|said", ast.unparse(owner)), (_place(file), name)


def test_markup_is_called_safe_only_by_the_design_system() -> None:
    trusting = {
        _place(f) for f in FILES for name, _ in _calls(f) if name.rpartition(".")[2] in ("mark_safe", "SafeString")
    }
    assert [place for place in trusting if not place.startswith("ui/")] == []
    filters = [t.name for t in TEMPLATES if re.search(r"\|safe\b|\{% autoescape off", t.read_text(encoding="utf-8"))]
    # A hint is declared with its box; Django itself draws it so.
    assert [name for name in filters if name != "hint.html"] == []


def test_yaml_and_json_are_read_as_plain_values() -> None:
    assert {name for f in FILES for name, _ in _calls(f) if name.startswith("yaml.")} <= {
        "yaml.safe_load",
        "yaml.safe_dump",
    }
    assert not {"pickle", "marshal", "shelve", "dill", "jsonpickle"} & {name for f in FILES for name in _imports(f)}


def test_markup_is_parsed_nowhere_but_in_workbooks_and_there_by_a_reader_that_follows_nothing() -> None:
    parsing = {_place(f) for f in FILES for name in _imports(f) if name.split(".")[0] in ("xml", "lxml", "defusedxml")}
    assert parsing == {"linkage/formats/excel.py"}
    assert openpyxl.DEFUSEDXML, "openpyxl reads through defusedxml wherever it is installed"
    assert not [place for place in parsing if "xpath" in (SOURCE / place).read_text(encoding="utf-8").lower()]


def test_one_form_takes_a_file_from_a_browser_and_no_table_keeps_one_on_the_disc() -> None:
    from django.apps import apps
    from django.db.models import FileField

    assert [f for model in apps.get_models() for f in model._meta.get_fields() if isinstance(f, FileField)] == []
    taken = re.compile(r"request\.FILES|forms\.(File|Image)Field|FileInput")
    taking = {_place(f) for f in FILES if taken.search(f.read_text(encoding="utf-8"))}
    assert taking == {f"{ATTACHMENTS}forms.py", f"{ATTACHMENTS}views.py"}
    forms = {t.name for t in TEMPLATES if re.search(r'type="file"|multipart', t.read_text(encoding="utf-8"))}
    assert forms == {"attach.html"}


def test_one_page_hands_out_a_file() -> None:
    handing = re.compile(r"FileResponse|StreamingHttpResponse|Content-Disposition")
    found = [_place(f) for f in FILES if "faces" in f.parts and handing.search(f.read_text(encoding="utf-8"))]
    assert found == [f"{ATTACHMENTS}views.py"]


def test_what_strangers_send_is_read_by_a_process_of_its_own() -> None:
    """No page draws a picture or opens a PDF: whatever a file does to its reader, it does not do it to one who sees families."""
    reading = {_place(f) for f in FILES for name in _imports(f) if name.split(".")[0] in ("PIL", "pikepdf", "lxml")}
    assert reading == {"core/files/pictures.py", "core/files/pdfs.py"}
    readers = {"onestory.core.files.pictures", "onestory.core.files.pdfs"}
    asking = {_place(f) for f in FILES if readers & set(_from(f))}
    assert asking == {"core/files/child.py"}


def test_nothing_but_the_server_asking_itself_opens_a_connection() -> None:
    clients = {
        "requests",
        "httpx",
        "urllib3",
        "aiohttp",
        "urllib.request",
        "http.client",
        "ftplib",
        "smtplib",
        "socket",
    }
    asking = {_place(f) for f in FILES if clients & set(_imports(f))}
    assert {place for place in asking if not place.startswith("postgres/")} <= CONNECTS


@pytest.mark.parametrize("what", ABSENT)
def test_what_is_said_not_to_be_there_is_not_installed(what: str) -> None:
    assert _runs() & set(ABSENT[what]) == set()


def test_our_script_listens_to_no_other_window_and_writes_no_markup() -> None:
    for script in SCRIPTS:
        text = script.read_text(encoding="utf-8")
        assert not re.search(
            r"postMessage|addEventListener\(.message.|innerHTML|outerHTML|insertAdjacent|document\.write", text
        )
        assert not re.search(r"__proto__|Object\.assign\(|for \(const \w+ in ", text), "objects are not merged by name"


def test_what_a_page_keeps_in_the_browser_goes_with_the_tab() -> None:
    text = SCRIPTS[0].read_text(encoding="utf-8")
    assert not re.search(r"localStorage|indexedDB|document\.cookie|caches\.", text)


def test_pages_use_nothing_that_browsers_have_given_up() -> None:
    old = re.compile(r"<(object|embed|applet|marquee|frame|iframe)\b|ActiveX|Flash|application/x-", re.IGNORECASE)
    assert [t.name for t in TEMPLATES if old.search(t.read_text(encoding="utf-8"))] == []


def test_no_secret_stands_in_the_source() -> None:
    key = re.compile(
        r"-----BEGIN [A-Z ]*PRIVATE KEY|AKIA[0-9A-Z]{16}|ghp_[A-Za-z0-9]{36}|postgres(ql)?://\w+:[^@{\s]{6,}@"
    )
    # Addresses in examples say PASSWORD in its place.
    kept = [
        f for f in FILES if any("PASSWORD" not in hit.group() for hit in key.finditer(f.read_text(encoding="utf-8")))
    ]
    assert kept == []


def test_what_is_needed_only_to_build_and_test_is_not_installed() -> None:
    assert not _runs() & {"pytest", "playwright", "mypy", "ruff", "django-debug-toolbar", "django-extensions", "ipdb"}


def test_what_is_secret_is_drawn_from_the_operating_system() -> None:
    drawing = {_place(f) for f in FILES if "random" in set(_imports(f))}
    assert drawing == set(), "secrets, os.urandom and the libraries that use them; never random"
