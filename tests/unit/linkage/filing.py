"""Files of partners, really written, and read back as rows."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

from onestory.linkage import declaration, reading
from onestory.linkage.cells import splitter
from onestory.linkage.declaration import Feed
from onestory.linkage.layouts import Layout, Row
from onestory.linkage.validate import Checked, Validator

NURSERY = """
feed: nursery
title: Nursery list
partner: Nurseries
about: One row for each child.
file: {file}
reference: [Ref]
people: {{child: {{subject: true}}, mother: {{relation: parent, of: child}}}}
columns:
  Ref: {{means: record.number, needed: true}}
  First: child.given
  Last: child.family
  Born: {{means: child.born, readable: true}}
  Mother: mother.full_name
"""
HOSPITAL = """
feed: hospital
title: Hospital births
partner: Hospital
about: One patient for each child born.
verifies: [nhs]
file: {format: fhir}
reference: [patient.id]
people:
  child: {subject: true, place: child}
  mother: {relation: parent, of: child, place: parent, same_home: true}
  other_mother: {relation: parent, of: child, place: parent}
columns:
  patient.id: {means: record.number, kind: reference, needed: true}
  patient.nhs: child.nhs
  patient.family: child.family
  patient.given: child.given
  patient.known_as: child.known_as
  patient.born: {means: child.born, readable: true}
  patient.sex: child.sex
  patient.address: child.address
  patient.postcode: child.postcode
  patient.uprn: child.uprn
  patient.phone: child.phone
  mother.nhs: mother.nhs
  mother.given: mother.given
  mother.family: mother.family
  mother.phone: mother.phone
  mother_2.given: other_mother.given
  mother_2.family: other_mother.family
"""
SERVER = "https://hospital.example/fhir"
HEADER = ["Ref", "First", "Last", "Born", "Mother"]


def nursery(file: str) -> Feed:
    return declaration.read(NURSERY.format(file=file))


def hospital() -> Feed:
    return declaration.read(HOSPITAL)


def rows(path: Path, feed: Feed) -> tuple[Layout, list[Row]]:
    with reading.opened(path, feed) as opened:
        return opened.layout, list(opened.rows)


def cells(path: Path, feed: Feed) -> list[list[str]]:
    """Of every row that can be split."""
    layout, found = rows(path, feed)
    split = splitter(format=layout.format, delimiter=layout.delimiter, header=layout.header)
    return [split(row.text) for row in found if not row.problem]


def checked(path: Path, feed: Feed) -> Checked:
    layout, found = rows(path, feed)
    return Validator(feed, layout, on=date(2026, 11, 22)).check(found)


def workbook(path: Path, **sheets: list[list[Any]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, lines in sheets.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line)
    book.save(path)
    return path


def parquet(path: Path, columns: dict[str, Any]) -> Path:
    pq.write_table(pa.table(columns), path)
    return path


def lines(path: Path, *said: dict[str, Any] | str) -> Path:
    path.write_text("".join(f"{one if isinstance(one, str) else json.dumps(one)}\n" for one in said))
    return path


def bundle(path: Path, *resources: dict[str, Any], **entry: Any) -> Path:
    entries = [{"fullUrl": f"{SERVER}/{one['resourceType']}/{one['id']}", "resource": one} | entry for one in resources]
    path.write_text(json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries}))
    return path
