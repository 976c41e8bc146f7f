#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A language that nobody speaks, to look at the window in: make-pseudo.py KIND OUTPUT.mo < ENGLISH.mo

KIND: long    each text between brackets and a half longer, with accents: what is cut off lacks its bracket;
              what shows no accents goes past gettext
      mirror  the same without more length, in letters that are read from right to left

ENGLISH.mo is what msgen and msgfmt make of the template. Formats, markup and mnemonics are kept.
"""
import re
import struct
import sys

KEPT = re.compile(r"(%(?:\d+\$)?[-+ #0']*(?:\d+|\*)?(?:\.(?:\d+|\*))?(?:hh|h|ll|l|z|j|t)?[a-zA-Z%]"
                  r"|<[^>]*>|&[a-z]+;|_(?=\w)|\n|--[a-z-]+)")
LONG = str.maketrans("aeiouncyAEIOUNCY", "áéíóúñçýÁÉÍÓÚÑÇÝ")
MIRROR = str.maketrans("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
                       "אבגדהופזחטיכלמנסעפצקרשתאבגאבגדהופזחטיכלמנסעפצקרשתאבגד"[:52])


def pseudo(text, kind):
    table = LONG if kind == "long" else MIRROR
    parts = [part if i % 2 else part.translate(table) for i, part in enumerate(KEPT.split(text))]
    changed = "".join(parts)
    if kind == "mirror":
        return changed
    more = re.sub(r"\s+", " ", KEPT.sub("", text).translate(table))[:max(3, len(text) // 2)]
    end = "\n" if changed.endswith("\n") else ""
    return "[" + changed.rstrip("\n") + " " + more + "]" + end


def write(catalogue, path):
    """A .mo file as the gettext manual describes it."""
    keys = sorted(catalogue)
    ids = [key.encode() for key in keys]
    texts = [catalogue[key].encode() for key in keys]
    n, offset = len(keys), 28 + 16 * len(keys)
    tables = [b"", b""]
    body = b""
    for i, column in enumerate((ids, texts)):
        for item in column:
            tables[i] += struct.pack("<II", len(item), offset + len(body))
            body += item + b"\0"
    with open(path, "wb") as file:
        file.write(struct.pack("<7I", 0x950412de, 0, n, 28, 28 + 8 * n, 0, offset) + tables[0] + tables[1] + body)


def main():
    kind, output = sys.argv[1:3]
    data = sys.stdin.buffer.read()
    magic, _, n, ids, texts = struct.unpack_from("<5I", data)
    if magic != 0x950412de:
        sys.exit("make-pseudo: expected a .mo file")
    catalogue = {}
    for i in range(n):
        size, at = struct.unpack_from("<2I", data, ids + 8 * i)
        key = data[at:at + size].decode()
        size, at = struct.unpack_from("<2I", data, texts + 8 * i)
        text = data[at:at + size].decode()
        catalogue[key] = text if not key else "\0".join(pseudo(t, kind) for t in text.split("\0"))
    write(catalogue, output)


main()
