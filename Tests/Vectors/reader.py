#!/usr/bin/env python3
"""Reads vaults by the Manual's page on the file format, with libsodium and SQLite alone.

It shares no code with Coffer, so that the page and not the program says what a vault is.

    reader.py FILE.vector...           compares what it reads with what the vector says
    reader.py --show FILE.vector       prints what it reads
    reader.py --vault FILE KEYFILE     prints what it reads in a vault of one's own
"""

import ctypes
import ctypes.util
import json
import os
import sqlite3
import struct
import sys
import tempfile

# ---------------------------------------------------------------------------------------------
# libsodium

sodium = ctypes.CDLL(ctypes.util.find_library("sodium") or "libsodium.so.23")
if sodium.sodium_init() < 0:
    sys.exit("libsodium could not be initialised")
for function in (
    "crypto_generichash crypto_kdf_derive_from_key crypto_scalarmult_base crypto_box_seal_open"
    " crypto_sign_verify_detached crypto_sign_seed_keypair crypto_pwhash sodium_unpad"
    " crypto_aead_xchacha20poly1305_ietf_decrypt"
).split():
    getattr(sodium, function).restype = ctypes.c_int


def size(data):
    return ctypes.c_ulonglong(len(data))


class Refused(Exception):
    """Why a vault is not read, with the exit status that Coffer ends with."""

    def __init__(self, status, why):
        super().__init__(why)
        self.status = status


def damaged(why):
    return Refused(9, why)


def digest(message, key=b""):
    output = ctypes.create_string_buffer(32)
    sodium.crypto_generichash(
        output, ctypes.c_size_t(32), message, size(message), key or None, ctypes.c_size_t(len(key)))
    return output.raw


def subkey(number, key):
    output = ctypes.create_string_buffer(32)
    sodium.crypto_kdf_derive_from_key(
        output, ctypes.c_size_t(32), ctypes.c_uint64(number), b"cofferV1", key)
    return output.raw


def public_half(secret):
    output = ctypes.create_string_buffer(32)
    sodium.crypto_scalarmult_base(output, secret)
    return output.raw


def open_box(sealed, secret):
    if len(sealed) < 48:
        raise damaged("a sealed box is too short")
    output = ctypes.create_string_buffer(max(len(sealed) - 48, 1))
    if sodium.crypto_box_seal_open(output, sealed, size(sealed), public_half(secret), secret):
        raise damaged("a sealed box does not open")
    return output.raw[: len(sealed) - 48]


def is_signed(signature, message, public):
    return not sodium.crypto_sign_verify_detached(signature, message, size(message), public)


def signing_public(seed):
    public, secret = ctypes.create_string_buffer(32), ctypes.create_string_buffer(64)
    sodium.crypto_sign_seed_keypair(public, secret, seed)
    return public.raw


def argon2id(passphrase, salt, passes, memory):
    output = ctypes.create_string_buffer(32)
    failed = sodium.crypto_pwhash(
        output, ctypes.c_ulonglong(32), passphrase, size(passphrase), salt,
        ctypes.c_ulonglong(passes), ctypes.c_size_t(memory << 20), ctypes.c_int(2))
    if failed:
        raise Refused(8, "there is not enough memory")
    return output.raw


def unseal(sealed, key, context, block=256):
    """The sealed bytes, or None if they do not open."""
    if sealed is None or len(sealed) < 40:
        return None
    nonce, rest = sealed[:24], sealed[24:]
    output = ctypes.create_string_buffer(max(len(rest) - 16, 1))
    count = ctypes.c_ulonglong()
    if sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
        output, ctypes.byref(count), None, rest, size(rest), context, size(context), nonce, key):
        return None
    plain = output.raw[: count.value]
    if block:
        length = ctypes.c_size_t()
        if sodium.sodium_unpad(
            ctypes.byref(length), plain, ctypes.c_size_t(len(plain)), ctypes.c_size_t(block)):
            return None
        plain = plain[: length.value]
    return plain


# ---------------------------------------------------------------------------------------------
# How values are packed


def u32(number):
    return struct.pack(">I", number)


def u64(number):
    return struct.pack(">Q", number % (1 << 64))


i64 = u64


def flag(value):
    return b"\1" if value else b"\0"


def blob(data):
    return u32(len(data)) + data


def text(string):
    return blob(string.encode())


def optional(pack, value):
    return flag(False) if value is None else flag(True) + pack(value)


class Unpacker:
    def __init__(self, data, what):
        self.data, self.place, self.what = data, 0, what

    def take(self, count):
        if count > len(self.data) - self.place:
            raise damaged(f"{self.what} ends too early")
        self.place += count
        return self.data[self.place - count : self.place]

    def u8(self):
        return self.take(1)[0]

    def u32(self):
        return struct.unpack(">I", self.take(4))[0]

    def i64(self):
        return struct.unpack(">q", self.take(8))[0]

    def flag(self):
        value = self.u8()
        if value > 1:
            raise damaged(f"{self.what} holds a flag that is none")
        return value == 1

    def blob(self):
        return self.take(self.u32())

    def text(self):
        try:
            return self.blob().decode()
        except UnicodeDecodeError:
            raise damaged(f"{self.what} holds a text that is none") from None

    def list(self, each):
        return [each() for _ in range(self.u32())]

    def end(self):
        if self.place != len(self.data):
            raise damaged(f"{self.what} is too long")


# ---------------------------------------------------------------------------------------------
# The vault


class Vault:
    def __init__(self, path, kind, key):
        self.base = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        self.base.row_factory = sqlite3.Row
        try:
            self.base.execute("PRAGMA trusted_schema = OFF")
            self.base.execute("PRAGMA cell_size_check = ON")
            steps = self.check_file()
            self.check_signature()
            self.unlock(kind, key)
            self.read_head()
            self.read_events()
            self.check_checkpoints()
            self.settings = self.read_settings(len(steps) > 2)
            remotes = self.read_remotes(len(steps) > 3)
            self.read_changeovers(len(steps) > 5)
            self.profiles = self.read_profiles()
            self.remotes = self.named(remotes)
        except (sqlite3.DatabaseError, OverflowError) as error:
            raise damaged(str(error)) from None
        finally:
            self.base.close()

    def rows(self, query, *values):
        return self.base.execute(query, values).fetchall()

    def check_file(self):
        if not self.rows("PRAGMA page_count")[0][0]:
            raise damaged("the file is empty")
        if self.rows("PRAGMA application_id")[0][0] != 0x436F6672:
            raise damaged("the file is another program's")
        steps = self.rows("SELECT * FROM migration ORDER BY number")
        for place, step in enumerate(steps):
            if step["identifier"] not in [known for known, _ in SCHEMAS]:
                raise Refused(10, f"the step {step['identifier']} is not known")
            if (step["number"], step["identifier"]) != (place + 1, SCHEMAS[place][0]):
                raise damaged("the steps of the schema are not in order")
        if not steps:
            raise damaged("the file has no schema")
        entries = self.rows(
            "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name")
        schema = b"".join(text(value or "") for entry in entries for value in entry)
        if digest(schema).hex() != SCHEMAS[len(steps) - 1][1]:
            raise damaged("the schema is not the known one")
        return steps

    def check_signature(self):
        rows = self.rows("SELECT * FROM vault")
        if len(rows) != 1:
            raise damaged("there is not exactly one vault")
        self.row = row = rows[0]
        if row["minimum_reader"] > 1:
            raise Refused(10, "the vault asks for a newer reader")
        self.id, self.epoch = digest(row["identity"]), row["epoch"]
        self.slots = self.rows("SELECT * FROM slot ORDER BY id")
        table = text("coffer slots 1") + u32(len(self.slots))
        for slot in self.slots:
            table += (
                blob(slot["id"]) + i64(slot["kind"]) + blob(slot["public_key"])
                + optional(blob, slot["salt"]) + optional(u64, slot["memory"])
                + optional(u64, slot["passes"]) + optional(blob, slot["wrapped"])
                + blob(slot["vault_key"]) + blob(slot["label"]) + i64(slot["made_at"]))
        if digest(table) != row["slots"]:
            raise damaged("the slots are not those of the vault's row")
        signed = (
            text("coffer vault 1") + i64(row["format"]) + i64(row["minimum_reader"])
            + blob(row["identity"]) + i64(row["epoch"]) + blob(row["slots"])
            + blob(digest(row["keyring"])))
        if not is_signed(row["signature"], signed, row["identity"]):
            raise damaged("the vault's row is not signed")

    # Unlocking

    def unlock(self, kind, key):
        number = {"passphrase": 1, "keyFile": 2, "recovery": 3, "identity": 4}[kind]
        for slot in self.slots:
            if slot["kind"] != number:
                continue
            half = identity_half(key) if number == 4 else wrapped_half(slot, number, key)
            if half is None:
                continue
            secret, pinned = half[:32], half[32:]
            if pinned != self.row["identity"]:
                raise damaged("the key belongs to another vault")
            if public_half(secret) == slot["public_key"]:
                return self.use(open_box(slot["vault_key"], secret))
        raise Refused(6, "the key does not open the vault")

    def use(self, key):
        self.records, self.names = subkey(1, key), subkey(2, key)
        ring_key, self.heads = subkey(3, key), subkey(4, key)
        context = text("coffer keyring 1") + blob(self.id) + i64(self.epoch)
        ring = unseal(self.row["keyring"], ring_key, context)
        if ring is None or len(ring) != 160:
            raise damaged("the key ring does not open")
        seed, self.chain, self.details, self.tags, self.pushes = (
            ring[n : n + 32] for n in range(0, 160, 32))
        if signing_public(seed) != self.row["identity"]:
            raise damaged("the identity is not the vault's")
        self.slot_names = []
        for slot in self.slots:
            context = (
                text("coffer slot label 1") + blob(self.id) + i64(self.epoch) + blob(slot["id"]))
            label = unseal(slot["label"], ring_key, context)
            if label is None:
                raise damaged("a slot's name does not open")
            self.slot_names.append(Unpacker(label, "a slot's name").text())

    # The head and the log

    def read_head(self):
        sealed = self.rows("SELECT sealed FROM head")
        context = text("coffer head 1") + blob(self.id) + i64(self.epoch)
        plain = unseal(sealed[0]["sealed"], self.heads, context) if sealed else None
        if plain is None:
            raise damaged("the vault's head does not open")
        head = Unpacker(plain, "the vault's head")
        epoch, slots = head.i64(), head.blob()
        self.last, self.last_link, self.count = head.i64(), head.blob(), head.i64()
        # There was no such number before there were such rows.
        self.remote_count = head.i64() if head.place < len(head.data) else 0
        self.remote_sum = head.blob() if head.place < len(head.data) else b""
        order = (head.i64(), head.i64()) if head.place < len(head.data) else None
        if order and order[1] < 0:
            order = None
        self.changeover_count = head.i64() if head.place < len(head.data) else 0
        self.changeover_sum = head.blob() if head.place < len(head.data) else b""
        head.end()
        self.order = order
        if (epoch, slots) != (self.epoch, self.row["slots"]):
            raise damaged("the vault's head names other slots")

    def link(self, event):
        return digest(
            text("coffer event 1") + blob(self.id) + i64(event["sequence"]) + i64(event["time"])
            + text(event["action"]) + i64(event["outcome"]) + flag(event["changes"])
            + optional(blob, event["subject"]) + blob(event["tags"])
            + optional(blob, event["commitment"]) + blob(digest(event["details"]))
            + blob(event["previous"]))

    def read_events(self):
        self.events, self.last_changes, tags = [], {}, set()
        link, found = self.id, None
        for event in self.rows("SELECT * FROM event ORDER BY sequence"):
            sequence = len(self.events) + 1
            if event["sequence"] != sequence or event["previous"] != link:
                raise damaged(f"event {sequence} is missing or does not follow")
            link = self.link(event)
            self.events.append((event["action"], self.read_event(event, link)))
            if sequence == self.last:
                found = link
            if event["changes"]:
                self.last_changes[event["subject"]] = (sequence, link)
            if event["action"] in ENDINGS:
                self.last_changes.pop(event["subject"], None)
            for place in range(0, len(event["tags"]), 8):
                tag = struct.unpack(">q", event["tags"][place : place + 8])[0]
                tags.add((tag, sequence))
        if found != self.last_link:
            raise damaged("the log does not hold the event that the vault's head names")
        self.check_order()
        if {tuple(row) for row in self.rows("SELECT tag, sequence FROM event_tag")} != tags:
            raise damaged("the index of tags is not that of the events")

    def check_order(self):
        """The head may know of more than the log: of events that were replaced since."""
        latest, disorder = -(1 << 63), 0
        query = "SELECT time FROM event WHERE sequence <= ? ORDER BY sequence"
        for row in self.rows(query, self.last):
            latest, disorder = max(latest, row[0]), max(disorder, latest - row[0])
        if self.order and (self.order[0] < latest or self.order[1] < disorder):
            raise damaged("the vault's head does not know how late its events are")

    def read_event(self, event, link):
        what = f"event {event['sequence']}"
        if event["mac"] is None:
            if event["action"] not in ("unlock.refused", "file.migrated"):
                raise damaged(f"{what} lacks its MAC")
            plain = event["details"]
        else:
            if event["sequence"] > self.last or event["mac"] != digest(link, self.chain):
                raise damaged(f"{what} was edited, or the vault's head does not know of it")
            key = digest(
                text("coffer event key 1") + i64(event["sequence"]) + blob(event["previous"]),
                self.details)
            if event["commitment"] != digest(text("coffer event commitment 1"), key):
                raise damaged(f"{what} commits to another key")
            context = (
                text("coffer event details 1") + blob(self.id) + i64(event["sequence"])
                + i64(event["time"]) + text(event["action"]) + i64(event["outcome"])
                + optional(blob, event["subject"]))
            plain = unseal(event["details"], key, context, 64)
            if plain is None:
                raise damaged(f"the details of {what} do not open")
        details = Unpacker(plain, what)
        facts = details.list(lambda: (details.text(), details.text()))
        details.end()
        if event["mac"] is not None:
            self.check_tags(event, facts)
        return facts

    def check_tags(self, event, facts):
        tagged = {
            "user", "slot", "session", "name", "field", "workspace", "connection", "environment",
            "new-name"}
        numbers = {
            struct.unpack(
                ">q",
                digest(
                    text("coffer event tag 1") + text("name" if key == "new-name" else key)
                    + text(value), self.tags)[:8])[0]
            for key, value in facts
            if key in tagged
        }
        if b"".join(struct.pack(">q", number) for number in sorted(numbers)) != event["tags"]:
            raise damaged(f"event {event['sequence']} has tags that are not its own")

    def check_checkpoints(self):
        links = {row["sequence"]: self.link(row) for row in self.rows("SELECT * FROM event")}
        for point in self.rows("SELECT * FROM checkpoint"):
            signed = (
                text("coffer checkpoint 1") + blob(self.id) + i64(point["sequence"])
                + i64(point["time"]) + blob(point["link"]))
            if not is_signed(point["signature"], signed, self.row["identity"]):
                raise damaged("a checkpoint is not signed")
            if links.get(point["sequence"]) != point["link"]:
                raise damaged("a checkpoint names another event")

    # The settings

    def read_settings(self, has_table):
        rows = self.rows("SELECT sealed FROM settings") if has_table else []
        last = self.last_changes.pop(b"coffer settings!", None)
        if not rows and last is None:
            return None
        context = text("coffer settings 1") + blob(self.id) + i64(self.epoch)
        plain = unseal(rows[0]["sealed"], self.records, context) if rows else None
        if plain is None:
            raise damaged("the settings do not open")
        reader = Unpacker(plain, "the settings")
        place = reader.u8()
        if place > 2:
            raise damaged("the settings name an unknown place for backups")
        settings = {
            "folder": reader.text() if place == 2 else None, "keepDays": reader.u32(),
            "isFrozen": reader.flag(), "lineage": reader.blob().hex()}
        if (reader.i64(), reader.blob()) != last:
            raise damaged("the settings are not the ones that were written last")
        reader.end()
        return settings

    # Credentials that are being replaced

    def read_changeovers(self, has_table):
        rows = self.rows("SELECT * FROM changeover") if has_table else []
        if len(rows) != self.changeover_count:
            raise damaged("the vault's head counts other changeovers than there are")
        total = 0
        changeovers = []
        for row in rows:
            content = (
                text("coffer remote row 1") + blob(b"changeover" + row["id"])
                + blob(row["sealed"]))
            total ^= int.from_bytes(digest(content, self.names), "big")
            context = (
                text("coffer changeover 1") + blob(self.id) + i64(self.epoch) + blob(row["id"]))
            plain = unseal(row["sealed"], self.records, context)
            if plain is None:
                raise damaged("a changeover does not open")
            changeovers.append(Unpacker(plain, "a changeover").u8())
        if rows and total.to_bytes(32, "big") != self.changeover_sum:
            raise damaged("a changeover is not the one that was written last")
        return changeovers

    # What is in workspaces

    def read_remotes(self, has_table):
        rows = self.rows("SELECT * FROM remote") if has_table else []
        if len(rows) != self.remote_count:
            raise damaged("the vault's head counts other remote objects than there are")
        total = 0
        for row in rows:
            content = text("coffer remote row 1") + blob(row["id"]) + blob(row["sealed"])
            total ^= int.from_bytes(digest(content, self.names), "big")
        if rows and self.remote_sum and total.to_bytes(32, "big") != self.remote_sum:
            raise damaged("a remote object is not as it was written last")
        return [self.read_remote(row) for row in rows]

    def read_remote(self, row):
        context = (
            text("coffer remote 1") + blob(self.id) + i64(self.epoch) + blob(row["id"])
            + blob(row["workspace"]) + optional(blob, row["profile"]) + blob(row["tag"]))
        plain = unseal(row["sealed"], self.records, context)
        if plain is None:
            raise damaged("a remote object does not open")
        reader = Unpacker(plain, "a remote object")
        pairs = lambda: reader.list(lambda: [reader.text(), reader.text()])
        kind, name = reader.u8(), reader.text()
        remote = {
            "kind": KINDS.get(kind), "name": name, "workspace": row["workspace"],
            "profile": row["profile"], "overrides": dict(pairs()), "sources": dict(pairs()),
            "owner": OWNERS.get(reader.u8()), "isLeaving": reader.flag(),
            "lineage": reader.blob().hex()}
        accepted = (
            {"fingerprint": reader.blob(), "version": reader.u32(), "overrides": dict(pairs()),
             "at": reader.i64()}
            if reader.flag() else None)
        remote["test"] = self.read_test(reader, accepted) if reader.flag() else None
        remote["seen"] = self.read_sighting(reader) if reader.flag() else None
        remote["begun"] = (
            {"action": CALLS.get(reader.u8()), "fingerprint": reader.blob().hex(),
             "version": reader.u32(), "overrides": dict(pairs()), "at": reader.i64()}
            if reader.flag() else None)
        written = (reader.i64(), reader.blob())
        # Only where somebody looked.
        remote["place"] = reader.blob().hex() if reader.place < len(reader.data) else ""
        if reader.place < len(reader.data):
            remote["successor"] = reader.blob().hex()
            remote["boundAs"] = reader.text()
        reader.end()
        if accepted:
            if kind == 2:
                own = digest(row["id"], self.pushes)
                remote["isAsAccepted"] = digest(environment(remote), own) == accepted["fingerprint"]
            accepted["fingerprint"] = accepted["fingerprint"].hex()
        remote["accepted"] = accepted
        tag = text("coffer remote name 1") + blob(row["workspace"]) + bytes([kind]) + text(name)
        if digest(tag, self.names) != row["tag"]:
            raise damaged("a remote object has the tag of another")
        if (kind == 1) != (row["profile"] is not None):
            raise damaged("a remote object is of a profile and may not, or is of none")
        if self.last_changes.pop(row["id"], None) != written:
            raise damaged("a remote object was not changed with the last event about it")
        return remote

    def read_test(self, reader, accepted):
        number = reader.u8()
        test = {"verdict": VERDICTS.get(number), "cause": reader.text() if number == 3 else None}
        test["isOfAccepted"] = reader.blob() == (accepted or {}).get("fingerprint")
        test["at"] = reader.i64()
        return test

    def read_sighting(self, reader):
        number = reader.u8()
        return {
            "finding": FINDINGS.get(number),
            "fields": reader.list(reader.text) if number == 2 else [],
            "cause": reader.text() if number == 5 else None, "at": reader.i64()}

    def named(self, remotes):
        """With the names of profiles in the place of their ids."""
        for remote in remotes:
            for key in ("workspace", "profile"):
                if remote[key] is not None:
                    remote[key] = self.profile_names[remote[key]]
        return sorted(remotes, key=lambda remote: (remote["kind"], remote["name"]))

    # Profiles

    def read_profiles(self):
        rows = self.rows("SELECT * FROM profile")
        if len(rows) != self.count or {row["id"] for row in rows} != set(self.last_changes):
            raise damaged("the vault's head and log tell of other profiles than there are")
        profiles = {row["id"]: self.read_profile(row) for row in rows}
        for row in rows:
            if row["via"] is not None:
                profiles[row["id"]]["via"] = profiles[row["via"]]["name"]
        self.profile_names = {number: profile["name"] for number, profile in profiles.items()}
        return sorted(profiles.values(), key=lambda profile: profile["name"])

    def read_profile(self, row):
        context = (
            text("coffer profile 1") + blob(self.id) + i64(self.epoch) + blob(row["id"])
            + blob(row["tag"]) + optional(blob, row["via"]) + optional(u64, row["removed_at"]))
        plain = unseal(row["head"], self.records, context)
        if plain is None:
            raise damaged("a profile does not open")
        head = Unpacker(plain, "a profile")
        profile = {
            "name": head.text(),
            "type": head.text(),
            "labels": dict(head.list(lambda: (head.text(), head.text()))),
            "note": head.text(),
        }
        versions = head.list(lambda: (head.u32(), head.u8(), head.i64()))
        profile["missing"] = sorted(head.list(head.text))
        written = (head.i64(), head.blob())
        if head.place < len(head.data):
            profile["policy"] = {
                "every": head.i64(),
                "window": [head.u32(), head.u32()] if head.flag() else None,
                "grace": head.i64(), "since": head.i64()}
        head.end()
        if digest(text("coffer name 1 " + profile["name"]), self.names) != row["tag"]:
            raise damaged("a profile has the tag of another name")
        if self.last_changes[row["id"]] != written:
            raise damaged("a profile was not written with the last event about it")
        profile["isRemoved"] = row["removed_at"] is not None
        profile["versions"] = [self.read_version(row["id"], *mark) for mark in versions]
        return profile

    def read_version(self, profile, number, state, made_at):
        found = self.rows(
            "SELECT * FROM version WHERE profile = ? AND number = ?", profile, number)
        if len(found) != 1 or (found[0]["state"], found[0]["made_at"]) != (state, made_at):
            raise damaged(f"version {number} is not what the profile says of it")
        version = {
            "number": number, "state": STATES[state], "madeAt": made_at, "fields": {}, "secrets": {}}
        if STATES[state] == "destroyed":
            return version
        context = (
            text("coffer version 1") + blob(self.id) + i64(self.epoch) + blob(profile)
            + i64(number) + i64(state) + i64(made_at))
        plain = unseal(found[0]["record"], self.records, context)
        if plain is None:
            raise damaged(f"version {number} does not open")
        record = Unpacker(plain, f"version {number}")
        for name, is_secret, value in record.list(
            lambda: (record.text(), record.flag(), record.blob())):
            if is_secret:
                version["secrets"][name] = value.hex()
            else:
                version["fields"][name] = value.decode()
        record.end()
        return version


STATES = {1: "pending", 2: "current", 3: "previous", 4: "retired", 5: "destroyed"}
KINDS = {1: "connection", 2: "environment", 3: "template"}
OWNERS = {0: "none", 1: "made", 2: "adopted"}
CALLS = {1: "create", 2: "change", 3: "delete"}
VERDICTS = {1: "passed", 2: "unproven", 3: "failed"}
FINDINGS = {1: "same", 2: "changed", 3: "missing", 4: "foreign", 5: "unreachable"}

# After these events their subject has no row any more.
ENDINGS = ("profile.purged", "binding.removed", "environment.removed", "push.deleted")

# From the page: H of the schema after each step.
SCHEMAS = [
    ("v0001-vault", "0808e16d98304c9bbe97740124a7e821ea8a32b7f7888684f07f45281c457024"),
    ("v0002-checkpoints", "0bf6804bd1a892b3f9c3d2d389e69a50e8be946b360be5e9ca9d6b7534f81dea"),
    ("v0003-settings", "b9796c1fa92260b1d9a00310d617b7540ffe9c3b67f7ca5f3d4a2541fe224906"),
    ("v0004-remotes", "95e2b37fb5279e4cefd447d170ba157a2483db0623d1dcefb16d204b554ae4fd"),
    ("v0005-audit-queries",
     "4a25422f38f53391c541e0407765f1274f66fe60a4218453223011d35647b959"),
    ("v0006-changeovers", "ab88c5326bfb8590868be11879e990ada433a7902f49e515b236d97cf6633782"),
]


def wrapped_half(slot, kind, key):
    label = text("coffer slot key 1") + i64(kind) + blob(slot["id"])
    if kind == 1:
        memory, passes = slot["memory"], slot["passes"]
        if not (64 <= memory <= 1024 and 3 <= passes <= 10):
            raise damaged("a passphrase slot asks for a cost outside of the allowed range")
        wrapping = argon2id(key.encode(), slot["salt"], passes, memory)
    elif kind == 2:
        wrapping = digest(label, bytes.fromhex(key))
    else:
        wrapping = digest(label, recovery_key(key))
    context = (
        text("coffer slot 1") + blob(slot["id"]) + i64(kind) + blob(slot["public_key"])
        + optional(blob, slot["salt"]) + optional(u64, slot["memory"])
        + optional(u64, slot["passes"]))
    half = unseal(slot["wrapped"], wrapping, context, 0)
    return half if half is not None and len(half) == 64 else None


def environment(remote):
    """The body of an environment as it is wanted now; that of a connection needs the catalog."""
    sources = [
        {"data_source": source, "connection": connection}
        for source, connection in sorted(remote["sources"].items())]
    return json.dumps(
        {"datasources": sources}, separators=(",", ":"), ensure_ascii=False).encode()


def identity_half(key):
    data = bytes.fromhex(key)
    if len(data) != 82 or not data.startswith(b"coffer identity 1\n"):
        raise Refused(8, "this is no identity file")
    return data[18:]


def recovery_key(code):
    alphabet, bits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ", 0
    for number, group in enumerate(code.split("-")):
        check = number
        for character in group:
            doubled = check << 1
            check = (doubled ^ 0x25 if doubled & 0x20 else doubled) ^ alphabet.index(character)
        if check:
            raise Refused(8, f"group {number + 1} of the recovery code is not right")
        for character in group[:4]:
            bits = bits << 5 | alphabet.index(character)
    return (bits >> 4).to_bytes(32, "big")


# ---------------------------------------------------------------------------------------------
# The vectors


def read(path):
    """What a vector says, and what is found in it."""
    with open(path, "rb") as file:
        header, body = file.read().split(b"\n---\n", 1)
    vector = json.loads(header)
    with tempfile.TemporaryDirectory() as folder:
        copy = os.path.join(folder, "vault.coffer")
        with open(copy, "wb") as file:
            file.write(body)
        try:
            vault = Vault(copy, vector["key"]["kind"], vector["key"]["value"])
        except Refused as refusal:
            return vector, refusal.status, str(refusal)
        return vector, 0, vault


def comparable(profiles):
    """Profiles as the vector has them: nothing is told of what a removed one holds."""
    for profile in profiles:
        profile.setdefault("via", None)
        if profile["isRemoved"]:
            for version in profile["versions"]:
                version["fields"], version["secrets"] = {}, {}
    return sorted(profiles, key=lambda profile: (profile["isRemoved"], profile["name"]))


def differs(path):
    vector, status, found = read(path)
    if status != vector["expect"]:
        return f"ends with {status}, not {vector['expect']}: {found if status else 'it opened'}"
    if status:
        return None
    if found.epoch != vector["epoch"] or len(found.events) != vector["events"]:
        return f"epoch {found.epoch} and {len(found.events)} events"
    if comparable(found.profiles) != comparable(vector["profiles"]):
        return "holds other profiles than it should"
    return None


def show(status, found):
    if not status:
        found = {
            "slots": found.slot_names, "events": found.events, "profiles": found.profiles,
            "remotes": found.remotes}
    print(json.dumps({"status": status, "found": found}, indent=2, ensure_ascii=False))
    return status


def main(words):
    if words[:1] == ["--show"]:
        _, status, found = read(words[1])
        return show(status, found)
    if words[:1] == ["--vault"]:
        with open(words[2], "rb") as file:
            key = file.read().hex()
        try:
            return show(0, Vault(words[1], "keyFile", key))
        except Refused as refusal:
            return show(refusal.status, str(refusal))
    broken = 0
    for path in words:
        difference = differs(path)
        if difference:
            broken = 1
            print(f"{os.path.basename(path)}: {difference}")
    print(f"{len(words)} vectors read")
    return broken


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
