"""Tables of the card centre's ledger."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS orders (
    order_no TEXT PRIMARY KEY, centre_no TEXT NOT NULL UNIQUE, body TEXT NOT NULL,
    county TEXT NOT NULL, station TEXT NOT NULL, delivery TEXT NOT NULL,
    received_at TEXT NOT NULL, stage TEXT NOT NULL, since TEXT NOT NULL, pace REAL NOT NULL,
    card_serial TEXT UNIQUE, batch_no TEXT, tracking_no TEXT, fault TEXT, reason TEXT) STRICT;
CREATE INDEX IF NOT EXISTS orders_by_stage ON orders (stage, county, since);
CREATE TABLE IF NOT EXISTS batches (
    batch_no TEXT PRIMARY KEY, county TEXT NOT NULL, carrier_no TEXT NOT NULL,
    shipped_at TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS batch_cards (
    batch_no TEXT NOT NULL REFERENCES batches, card_serial TEXT NOT NULL,
    is_listed INTEGER NOT NULL, is_inside INTEGER NOT NULL,
    PRIMARY KEY (batch_no, card_serial)) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS parcels (
    tracking_no TEXT PRIMARY KEY, order_no TEXT NOT NULL, posted_at TEXT NOT NULL,
    back_at TEXT) STRICT;
CREATE INDEX IF NOT EXISTS parcels_of_order ON parcels (order_no);
CREATE TABLE IF NOT EXISTS redirections (
    reference TEXT PRIMARY KEY, order_no TEXT NOT NULL, at TEXT NOT NULL) STRICT;
"""
