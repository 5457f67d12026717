"""Files of answers read back, as those who receive them would."""

import csv
import io
import json
import zipfile
from decimal import Decimal

import openpyxl
import pytest


def take(client, version, what, **more):
    query = {"format": what, **more}
    answer = client.get(f"/forms/{version.form.ref}/answers/take/", query)
    assert answer.status_code == 200, answer.headers
    return b"".join(answer.streaming_content)


def csv_tables(raw):
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        return {
            name.removesuffix(".csv"): list(
                csv.DictReader(io.StringIO(package.read(name).decode("utf-8-sig"), newline=""))
            )
            for name in package.namelist()
        }


def xlsx_tables(raw):
    book = openpyxl.load_workbook(io.BytesIO(raw))
    found = {}
    for sheet in book:
        head, *rows = sheet.iter_rows(values_only=True)
        found[sheet.title] = [dict(zip(head, row, strict=True)) for row in rows]
    return found


def parquet_tables(raw, tmp_path):
    duckdb = pytest.importorskip("duckdb")
    found = {}
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        package.extractall(tmp_path)
        for name in package.namelist():
            there = duckdb.read_parquet(str(tmp_path / name))
            rows = [dict(zip(there.columns, row, strict=True)) for row in there.fetchall()]
            found[name.removesuffix(".parquet")] = rows
    return found


def json_lines(raw):
    return [json.loads(line, parse_float=Decimal) for line in raw.decode().splitlines()]
