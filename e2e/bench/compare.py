"""Reads what our writer made with readers that are not ours, and compares it with the rows cell by cell.

    python compare.py FOLDER    # rows.jsonl, ours.xlsx, ours.csv

The workbook is read by openpyxl, the delimited text by Python's own csv. A formula is a difference, too.
"""

import csv
import datetime
import json
import pathlib
import re
import sys

import openpyxl

ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
# What may stand before the first character that counts (RELIABILITY, section 7).
RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def unescaped(text):
    """ECMA-376 part 1, 22.9.2.19; openpyxl leaves it in texts that stand in their cells."""
    return ESCAPE.sub(lambda found: chr(int(found.group(1), 16)), text)


def same(cell, value, column):
    found = cell.value
    if value is None or value == "":
        return found is None
    if isinstance(found, datetime.datetime):
        return found.date().isoformat() == value
    if isinstance(value, str):
        return cell.data_type == "s" and unescaped(found) == value
    return cell.data_type == "n" and found == value


def workbook(folder, rows):
    book = openpyxl.load_workbook(folder / "ours.xlsx")
    sheet = book.worksheets[0]
    problems, cells = [], 0
    if sheet.freeze_panes != "B2" or sheet.auto_filter.ref != f"A1:AX{len(rows) + 1}":
        problems.append(f"frozen at {sheet.freeze_panes}, filtered {sheet.auto_filter.ref}")
    if sheet.max_row != len(rows) + 1:
        problems.append(f"{sheet.max_row} rows")
    for written, values in zip(sheet.iter_rows(min_row=2), rows):
        for column, value in enumerate(values):
            cells += 1
            cell = written[column]
            if cell.data_type == "f" or not same(cell, value, column):
                problems.append(f"{cell.coordinate}: {cell.value!r} ({cell.data_type}) for {value!r}")
    return cells, problems


def delimited(folder, rows):
    problems, cells, guarded = [], 0, 0
    with open(folder / "ours.csv", encoding="utf-8-sig", newline="") as file:
        read = list(csv.reader(file))[1:]
    if len(read) != len(rows):
        problems.append(f"{len(read)} rows of text")
    for number, (written, values) in enumerate(zip(read, rows), 2):
        for text, value in zip(written, values):
            cells += 1
            plain = text
            if text.startswith("'") and text.lstrip("'").lstrip(" \u3000\ufeff").startswith(RUNS):
                plain, guarded = text[1:], guarded + 1
            elif isinstance(value, str) and text.lstrip(" \u3000\ufeff").startswith(RUNS):
                problems.append(f"row {number}: {text!r} may run")
            if isinstance(value, (int, float)):
                agrees = float(plain) == value
            else:
                agrees = plain == (value or "")
            if not agrees:
                problems.append(f"row {number}: {text!r} for {value!r}")
    return cells, guarded, problems


def main():
    folder = pathlib.Path(sys.argv[1])
    with open(folder / "rows.jsonl", encoding="utf-8", newline="\n") as file:
        rows = [json.loads(line) for line in file]
    in_book, problems = workbook(folder, rows)
    in_text, guarded, more = delimited(folder, rows)
    print(
        f"openpyxl {openpyxl.__version__}: {in_book} cells compared, {len(problems)} differ; "
        f"csv: {in_text} cells, {guarded} guarded, {len(more)} differ."
    )
    for problem in (problems + more)[:20]:
        print(problem, file=sys.stderr)
    sys.exit(1 if problems or more else 0)


main()
