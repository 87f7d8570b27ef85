"""Tables of the ledgers through which bureaus answer each other, beside the cases on file."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS changes (
    seq INTEGER PRIMARY KEY, at TEXT NOT NULL, case_number TEXT NOT NULL,
    body TEXT NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS changes_by_case ON changes (case_number, seq);
CREATE TABLE IF NOT EXISTS arrivals (
    case_number TEXT NOT NULL, version INTEGER NOT NULL, record_id TEXT NOT NULL,
    captured TEXT NOT NULL, decision TEXT,
    PRIMARY KEY (case_number, version)) STRICT;
CREATE TABLE IF NOT EXISTS chases (
    id INTEGER PRIMARY KEY, case_number TEXT NOT NULL, version INTEGER NOT NULL,
    words TEXT NOT NULL, at TEXT NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS chases_by_case ON chases (case_number);
CREATE TABLE IF NOT EXISTS forgotten (case_number TEXT PRIMARY KEY) STRICT;
"""
