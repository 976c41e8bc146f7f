#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes beats and recordings of extreme numbers into a folder: make-numbers.py FOLDER"""
import math
import os
import struct
import sys

LENGTH = 187


def beat(k):
    return [math.exp(-(((i - 20) / (4 + k % 3)) ** 2)) + 0.01 * math.sin(i + k) for i in range(LENGTH)]


def write_beats(name, rows):
    with open(os.path.join(folder, name + ".csv"), "w", encoding="utf-8") as file:
        for values, label in rows:
            file.write(",".join([v if isinstance(v, str) else repr(v) for v in values] + [str(label)]) + "\n")


def write_record(name, rate, samples, marks=True):
    """A table with its rate in the header of a WFDB record beside it, format 16."""
    with open(os.path.join(folder, name + ".hea"), "w", encoding="utf-8") as file:
        file.write("%s 1 %s %d\n%s.dat 16 200/mV 16 0 0 0 0 MLII\n" % (name, rate, len(samples), name))
    with open(os.path.join(folder, name + ".dat"), "wb") as file:
        file.write(struct.pack("<%dh" % len(samples), *samples))
    if marks:
        with open(os.path.join(folder, name + ".atr"), "wb") as file:
            for _ in range(max(0, min(len(samples) // 300, 1000))):
                file.write(struct.pack("<H", 1 << 10 | 300))
            file.write(b"\0\0")


def write_table(name, rate, values):
    with open(os.path.join(folder, name + ".csv"), "w", encoding="utf-8") as file:
        file.write("time_s,MLII [mV]\n")
        for k, value in enumerate(values):
            file.write("%.9g,%s\n" % (k / rate, value))


folder = sys.argv[1]
whole = [(beat(k), k % 5) for k in range(200)]
write_beats("usual", whole)
write_beats("constant", [([1.0] * LENGTH, k % 5) for k in range(60)])
write_beats("zeros", [([0.0] * LENGTH, k % 5) for k in range(60)])
write_beats("one-class", [(row, 0) for row, _ in whole])
write_beats("one-row", whole[:1])
write_beats("six-rows", whole[:6])
write_beats("denormal", [([1e-42 * v for v in row], label) for row, label in whole])
write_beats("huge", [([1e30 * v for v in row], label) for row, label in whole])
write_beats("largest", [([3.4e38 * (1 if i % 2 else -1) for i in range(LENGTH)], label) for _, label in whole])
write_beats("beyond", [([1e300 * v for v in row], label) for row, label in whole])
write_beats("nan", [(["nan" if i == 5 else v for i, v in enumerate(row)], label) for row, label in whole])
write_beats("inf", [(["inf" if i == 5 else v for i, v in enumerate(row)], label) for row, label in whole])

pulse = [int(200 * math.exp(-((((k % 300) - 100) / 8.0) ** 2)) + 3 * math.sin(k)) for k in range(36000)]
for rate in ["360", "0", "1e-9", "1e9", "nan", "inf", "-1", "20", "99999", "1"]:
    write_record("rate" + rate, rate, pulse)
write_record("n1", "360", [7])
write_record("n2", "360", [7, 9])
write_record("flat", "360", [5] * 36000)
write_record("gaps", "360", [-32768] * 36000)
write_record("day", "360" if os.environ.get("ECTOPY_THOROUGH") else "20", [0] * (31104000 // (1 if os.environ.get("ECTOPY_THOROUGH") else 18)))
write_record("extreme", "360", [32767 if k % 2 else -32767 for k in range(36000)])
write_record("none", "360", [])
for name, value in [("huge-table", 1e30), ("tiny-table", 1e-40), ("largest-table", 3e38), ("beyond-table", 1e300)]:
    write_table(name, 360, ["%.9g" % (value * v / 200) for v in pulse[:18000]])
write_table("nan-table", 360, ["nan"] * 9000)
write_table("slow-table", 1e-9, pulse[:2000])
write_table("fast-table", 1e9, pulse[:2000])
