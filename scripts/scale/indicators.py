"""The figures of a folder of opened batches, by the one query beside this: python indicators.py FOLDER [DAY] -> JSON of name and value."""

import datetime
import json
import pathlib
import sys

import duckdb

here = pathlib.Path(__file__).resolve().parent
folder = pathlib.Path(sys.argv[1])
day = datetime.date.fromisoformat(sys.argv[2] if len(sys.argv) > 2 else "2023-10-31")
query = (pathlib.Path(sys.argv[3]) if len(sys.argv) > 3 else here / "indicators.sql").read_text(encoding="utf-8")
said = {"batches": str(folder / "*.json"), "holidays": str(here.parent.parent / "pack" / "holidays.csv"), "day": day}
rows = duckdb.connect().execute(query, said).fetchall()
print(json.dumps({name: value if text is None else text for name, value, text in rows}, ensure_ascii=False))
