"""Writes to a vault's file, as somebody does who has it and no key: tamper.py WAY FILE."""

import hashlib
import sqlite3
import struct
import sys

COLUMNS = ("sequence, time, action, outcome, changes, subject, tags, commitment, details,"
           " previous, mac")


def blob(data):
    return struct.pack(">I", len(data)) + data


def digest(data):
    return hashlib.blake2b(data, digest_size=32).digest()


def i64(number):
    return struct.pack(">q", number)


def optional(data):
    return b"\0" if data is None else b"\1" + blob(data)


def link(row, vault):
    (sequence, time, action, outcome, changes, subject, tags, commitment, details, previous,
     _) = row
    return digest(
        blob(b"coffer event 1") + blob(vault) + i64(sequence) + i64(time) + blob(action.encode())
        + i64(outcome) + bytes([changes]) + optional(subject) + blob(tags) + optional(commitment)
        + blob(digest(details)) + blob(previous))


def rows(base, first):
    return base.execute(
        f"SELECT {COLUMNS} FROM event WHERE sequence >= ? ORDER BY sequence", (first,)).fetchall()


def rechain(base, first, strip):
    """Makes every event from one on follow the one before it again."""
    vault = digest(base.execute("SELECT identity FROM vault").fetchone()[0])
    before = rows(base, first - 1)[0]
    for row in rows(base, first):
        row = list(row)
        row[9] = link(before, vault)
        if strip:
            row[10] = None
        base.execute("UPDATE event SET previous = ?, mac = ? WHERE sequence = ?",
                     (row[9], row[10], row[0]))
        before = row


def edit(base):
    base.execute("UPDATE event SET time = time + 1 WHERE sequence = 3")


def delete(base):
    base.execute("DELETE FROM event_tag WHERE sequence = 3")
    base.execute("DELETE FROM event WHERE sequence = 3")


def cut_tail(base):
    for table in ("event_tag", "event"):
        base.execute(
            f"DELETE FROM {table} WHERE sequence > (SELECT max(sequence) FROM event) - 1")


def cut_head(base):
    base.execute("DELETE FROM event_tag WHERE sequence = 1")
    base.execute("DELETE FROM event WHERE sequence = 1")


def reorder(base):
    for old, new in ((3, 1000), (4, 3), (1000, 4)):
        base.execute("UPDATE event SET sequence = ? WHERE sequence = ?", (new, old))


def replay(base):
    base.execute(
        f"INSERT INTO event SELECT (SELECT max(sequence) + 1 FROM event), "
        f"{COLUMNS.split(', ', 1)[1]} FROM event WHERE sequence = 3")


def insert(base):
    base.execute("UPDATE event SET sequence = -sequence WHERE sequence >= 4")
    base.execute("UPDATE event SET sequence = 1 - sequence WHERE sequence < 0")
    base.execute(
        f"INSERT INTO event SELECT 4, {COLUMNS.split(', ', 1)[1]} FROM event WHERE sequence = 3")
    rechain(base, 4, strip=False)


def strip(base):
    rechain(base, 3, strip=True)


def swap_details(base):
    three, four = [row[0] for row in base.execute(
        "SELECT details FROM event WHERE sequence IN (3, 4) ORDER BY sequence")]
    base.execute("UPDATE event SET details = ? WHERE sequence = 3", (four,))
    base.execute("UPDATE event SET details = ? WHERE sequence = 4", (three,))


def save_records(base):
    base.execute("ATTACH 'records' AS kept")
    for table in ("profile", "version"):
        base.execute(f"CREATE TABLE kept.{table} AS SELECT * FROM main.{table}")


def restore_records(base):
    """What the profiles were before, with the log as it is."""
    base.execute("ATTACH 'records' AS kept")
    for table in ("version", "profile"):
        base.execute(f"DELETE FROM main.{table}")
    for table in ("profile", "version"):
        base.execute(f"INSERT INTO main.{table} SELECT * FROM kept.{table}")


WAYS = {way.__name__: way for way in (
    edit, delete, cut_tail, cut_head, reorder, replay, insert, strip, swap_details, save_records,
    restore_records)}

base = sqlite3.connect(sys.argv[2])
base.execute("PRAGMA ignore_check_constraints = ON")
WAYS[sys.argv[1]](base)
base.commit()
base.close()
