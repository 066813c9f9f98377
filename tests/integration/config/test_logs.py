import io
import json
import logging

import pytest
import structlog

from onestory.config import logs


@pytest.fixture
def written() -> io.StringIO:
    """What a logger configured as in production writes."""
    stream = io.StringIO()
    settings = logs.configuration(level="INFO")
    formatter = settings["formatters"]["json"]
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=formatter["foreign_pre_chain"], processors=formatter["processors"]
        )
    )
    for name in ("onestory.test", "library.test"):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [handler], False
        logger.setLevel("INFO")
    return stream


@pytest.mark.hazard("HZ-75")
def test_a_field_that_is_not_on_the_list_is_never_written(written: io.StringIO) -> None:
    structlog.get_logger("onestory.test").info("entry written", family="Okafor", milliseconds=3)
    line = json.loads(written.getvalue())
    assert (line["event"], line["milliseconds"]) == ("entry written", 3)
    assert "Okafor" not in written.getvalue()


@pytest.mark.hazard("HZ-75")
def test_an_exception_is_logged_by_its_type_and_never_by_its_words(written: io.StringIO) -> None:
    try:
        raise ValueError("Key (email)=(ada@example.org) already exists")
    except ValueError:
        logging.getLogger("onestory.test").exception("a page failed")
    line = json.loads(written.getvalue())
    assert line["exception"] == "ValueError"
    assert line["where"][-1].endswith("test_an_exception_is_logged_by_its_type_and_never_by_its_words")
    assert "ada@example.org" not in written.getvalue()


@pytest.mark.hazard("HZ-75")
def test_what_a_library_says_is_not_repeated(written: io.StringIO) -> None:
    logging.getLogger("library.test").info("looked up Ada Okafor")
    assert "Ada" not in written.getvalue()
