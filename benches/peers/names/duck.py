"""DuckDB's jaro_winkler_similarity over all names in the clear; `peers-names` starts it and checks
what it found. Prints one line of JSON: seconds to fill, milliseconds and ids per question."""

import json
import sys
import time

import duckdb

people, questions = sys.argv[1:]
with open(questions, encoding="utf-8") as file:
    questions = json.load(file)
began = time.perf_counter()
db = duckdb.connect()
db.execute(
    "CREATE TABLE people AS SELECT * FROM read_csv(?, header = false, columns = {'no': 'BIGINT', 'name': 'VARCHAR'})",
    [people],
)
filled = time.perf_counter() - began
ask = "SELECT no FROM people ORDER BY jaro_winkler_similarity(name, ?) DESC LIMIT 50"
for question in questions[:3]:
    db.execute(ask, [question]).fetchall()
took, found = [], []
for question in questions:
    began = time.perf_counter()
    rows = db.execute(ask, [question]).fetchall()
    took.append((time.perf_counter() - began) * 1e3)
    found.append([row[0] for row in rows])
print(json.dumps({"version": duckdb.__version__, "filled": filled, "took": took, "found": found}))
