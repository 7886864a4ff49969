"""Checks exports of the log with libsodium alone, written from the Manual's page on auditing.

    verifier.py PUBLIC FILE...
"""

import ctypes
import ctypes.util
import hashlib
import json
import struct
import sys

SODIUM = ctypes.CDLL(ctypes.util.find_library("sodium") or "libsodium.so.23")


class Wrong(Exception):
    pass


def digest(message, key=b""):
    return hashlib.blake2b(message, digest_size=32, key=key).digest()


def i64(number):
    return struct.pack(">q", number)


def blob(data):
    return struct.pack(">I", len(data)) + data


def text(string):
    return blob(string.encode())


def optional(data):
    return b"\0" if data is None else b"\1" + blob(data)


def unhex(value):
    return None if value is None else bytes.fromhex(value)


def is_signed(signature, message, public):
    return SODIUM.crypto_sign_verify_detached(
        signature, message, ctypes.c_ulonglong(len(message)), public) == 0


def unseal(sealed, key, context):
    plain = ctypes.create_string_buffer(max(len(sealed), 1))
    count = ctypes.c_ulonglong()
    if len(sealed) < 40 or SODIUM.crypto_aead_xchacha20poly1305_ietf_decrypt(
            plain, ctypes.byref(count), None, sealed[24:], ctypes.c_ulonglong(len(sealed) - 24),
            context, ctypes.c_ulonglong(len(context)), sealed[:24], key) != 0:
        return None
    padded = plain.raw[: count.value]
    end = padded.rstrip(b"\0")
    return end[:-1] if end.endswith(b"\x80") else None


def facts(plain):
    count, place, found = struct.unpack(">I", plain[:4])[0], 4, []
    for _ in range(count):
        pair = []
        for _ in range(2):
            size = struct.unpack(">I", plain[place : place + 4])[0]
            pair.append(plain[place + 4 : place + 4 + size].decode())
            place += 4 + size
        found.append(pair)
    if place != len(plain):
        raise Wrong("facts that end too late")
    return found


def check_opened(event, vault):
    sealed, key = unhex(event["sealed"]), unhex(event.get("key"))
    if digest(sealed) != unhex(event["details"]):
        return False
    if event["commitment"] is None:
        return key is None and facts(sealed) == event["facts"]
    if key is None or digest(text("coffer event commitment 1"), key) != unhex(event["commitment"]):
        return False
    context = (
        text("coffer event details 1") + blob(vault) + i64(event["sequence"]) + i64(event["time"])
        + text(event["action"]) + i64(event["outcome"]) + optional(unhex(event["subject"])))
    plain = unseal(sealed, key, context)
    return plain is not None and facts(plain) == event["facts"]


def link_of(event, vault):
    return digest(
        text("coffer event 1") + blob(vault) + i64(event["sequence"]) + i64(event["time"])
        + text(event["action"]) + i64(event["outcome"]) + bytes([event["changes"]])
        + optional(unhex(event["subject"])) + blob(unhex(event["tags"]))
        + optional(unhex(event["commitment"])) + blob(unhex(event["details"]))
        + blob(unhex(event["previous"])))


MEMBERS = [
    {"coffer-export", "vault", "identity", "after", "link"},
    {"sequence", "time", "action", "outcome", "changes", "subject", "tags", "commitment",
     "details", "previous", "sealed", "key", "facts"},
    {"checkpoint"},
]


def members(pairs):
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Wrong("a member is there twice")
    if not any(set(found) <= known for known in MEMBERS):
        raise Wrong("there are members that belong nowhere")
    return found


def check_file(path, public, end, count):
    vault, opened = digest(public), 0
    with open(path, encoding="utf-8") as file:
        lines = [json.loads(line, object_pairs_hook=members) for line in file]
    first, last = lines[0], lines[-1]
    if first["coffer-export"] != 1 or unhex(first["identity"]) != public:
        raise Wrong("it is not of this vault")
    if unhex(first["vault"]) != vault or "checkpoint" not in last:
        raise Wrong("it is no whole export")
    sequence, link = first["after"], unhex(first["link"])
    if end is not None and (sequence, link) != end or sequence == 0 and link != vault:
        raise Wrong("it does not begin where the one before ends")
    for event in lines[1:-1]:
        sequence += 1
        if event["sequence"] != sequence or unhex(event["previous"]) != link:
            raise Wrong(f"event {sequence} is missing or does not follow")
        link = link_of(event, vault)
        if "sealed" in event:
            opened += 1
            if not check_opened(event, vault):
                raise Wrong(f"event {sequence} is not what was committed to")
    words = dict(word.split("=", 1) for word in last["checkpoint"].split(" ")[2:])
    signed = text("coffer checkpoint 1") + blob(unhex(words["vault"])) + i64(
        int(words["sequence"])) + i64(int(words["time"])) + blob(unhex(words["link"]))
    if not is_signed(unhex(words["signature"]), signed, public):
        raise Wrong("the checkpoint is not signed")
    if (unhex(words["vault"]), int(words["sequence"]), unhex(words["link"])) != (
            vault, sequence, link):
        raise Wrong(f"event {sequence} is not the one that was signed")
    return (sequence, link), count + opened


def main(words):
    public, end, opened = bytes.fromhex(words[0]), None, 0
    for path in words[1:]:
        try:
            end, opened = check_file(path, public, end, opened)
        except Wrong as wrong:
            print(f"{path}: {wrong}")
            return 9
    print(f"whole up to event {end[0]}, {opened} opened")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
