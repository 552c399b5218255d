#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Hold the JSON of sample accounts against its published schema.

usage: check_json.py EMIT SCHEMA

EMIT is the program built from emit_json.c.  Exits with 77, which ctest takes
for skipped, when the jsonschema module is missing.
"""
import json
import subprocess
import sys

EMIT, SCHEMA = sys.argv[1:3]
KINDS = ("quiet", "office", "hostile", "large")

try:
    import jsonschema
except ImportError:
    print("no jsonschema module: skipped")
    sys.exit(77)

with open(SCHEMA, encoding="utf-8") as file:
    schema = json.load(file)
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
wrong = 0
for kind in KINDS:
    done = subprocess.run([EMIT, kind], stdout=subprocess.PIPE, check=True)
    for error in validator.iter_errors(json.loads(done.stdout)):
        print(f"{kind}: {error.json_path}: {error.message}")
        wrong += 1
sys.exit(wrong > 0)
