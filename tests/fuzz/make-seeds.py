#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Good files to begin fuzzing with, all made up: make-seeds.py ECTOPY-CLI CORPUS MAKE-STUDY-SEEDS.

What fuzzing finds is added to them; tests/fuzz/run keeps the corpus small.
"""
import json
import os
import random
import struct
import subprocess
import sys
import tempfile

cli, corpus = sys.argv[1:3]
random.seed(7)


def put(target, name, data):
    folder = os.path.join(corpus, target)
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, name), "wb") as file:
        file.write(data if isinstance(data, bytes) else data.encode())


def run(*arguments):
    subprocess.run([cli, *arguments, "--quiet"], check=True, stdout=subprocess.DEVNULL)


# Cut beats: plain, with a heading, letters, quotes, semicolons, without classes, other lengths.
def rows(n, length, label, separator=",", end="\n"):
    return "".join(separator.join(["%.4f" % random.random() for _ in range(length)] + label(i)) + end
                   for i in range(n))


put("beat-csv", "plain", rows(3, 187, lambda i: ["%d" % (i % 5)]))
put("beat-csv", "float-class", rows(3, 20, lambda i: ["%.18e" % (i % 5)]))
put("beat-csv", "letters", rows(6, 8, lambda i: ["NSVFQ"[i % 5]]))
put("beat-csv", "heading", ",".join("s%d" % i for i in range(8)) + ",class\r\n"
    + rows(3, 8, lambda i: ["%d" % i], end="\r\n"))
put("beat-csv", "quoted", '"0.1","0.2","0.3",N\n\n"0,4","5e-1",0.6,"V"\n')
put("beat-csv", "semicolons", rows(3, 6, lambda i: ["1"], ";"))
put("beat-csv", "unlabelled", rows(3, 187, lambda i: []))

# Tables of samples; the first byte is for the target.
put("sample-table", "physionet", "\0" + "'Elapsed time','MLII','V1'\n'hh:mm:ss.mmm','mV','mV'\n"
    + "".join("'0:%02d.%03d',%.3f,%.3f\n" % (i // 360, i % 360 * 1000 // 360, random.random(), -1) for i in range(30)))
put("sample-table", "rate-told", "\3" + rows(20, 2, lambda i: []))
put("sample-table", "tabs", "\2" + "time\tI\tII\n" + "".join("%.3f\t%.3f\t-\n" % (i / 250, i) for i in range(20)))
put("sample-table", "samples", "\3" + "sample #,ECG (mV)\n" + "".join("%d,%d\n" % (i, i % 7) for i in range(20)))

# WFDB.
headers = {
    "plain": "x 2 360 30 12:00:00 01/02/1990\nx.dat 212 200(0)/mV 11 1024 995 -22131 0 MLII\n"
             "x.dat 212 200 11 1024 1011 20052 0 V1\n# note\n",
    "segments": "x/3 2 250 90\na 30\n~ 30\nb 30\n",
    "layout": "x/2 1 250 60\nx_layout 0\nx 60\n",
    "frames": "x 2 100/25(3) 20\nx.dat 16x4+512 1000(-5)/uV 16 0 0 0 0 I\nx.dat 16:3 1000/mV 16 0 0 0 0 resp\n",
    "short": "x 1\nx.dat 80\n",
}
for name, text in headers.items():
    put("wfdb-header", name, text)


def marks(*pairs):
    return b"".join(struct.pack("<H", code << 10 | step) for code, step in pairs) + b"\0\0"


skip = struct.pack("<HHH", 59 << 10, 1, 2)
aux = struct.pack("<H", 63 << 10 | 3) + b"(N\0\0"
annotations = marks((28, 18))[:-2] + aux + marks((1, 77), (5, 300), (8, 200), (61, 2), (62, 1), (60, 3))
put("wfdb-annotation", "plain", marks((1, 77), (5, 300), (1, 200)))
put("wfdb-annotation", "fields", annotations)
put("wfdb-annotation", "skip", skip + marks((1, 0), (9, 10)))
put("wfdb-annotation", "note", marks((22, 0))[:-2] + struct.pack("<H", 63 << 10 | 20)
    + b"## time resolution: 360\0"[:20] + marks((1, 5)))
for form, size in {8: 1, 16: 2, 24: 3, 32: 4, 61: 2, 80: 1, 160: 2, 212: 3, 310: 4, 311: 4}.items():
    header = "x 2 360 12\nx.dat %d 200 12 0 0 0 0 I\nx.dat %d 200 12 0 0 0 0 II\n" % (form, form)
    data = bytes(random.randrange(256) for _ in range(24 * size))
    put("wfdb-record", "format-%d" % form,
        header.encode() + b"\0" + struct.pack("<H", len(annotations)) + annotations + data)
put("wfdb-record", "gap", ("x/3 1 360 36\nx 12\n~ 12\nx 12\n").encode() + b"\0\0\0")

# EDF.


def edf(kind, signals, records, body):
    def field(value, width):
        return str(value).ljust(width)[:width].encode()
    first = b"\xffBIOSEMI" if kind.startswith("BDF") else field("0", 8)
    out = first + field("X", 80) + field("Startdate 01-JAN-1990 X X X", 80) + b"01.01.9012.00.00"
    out += field(256 + 256 * len(signals), 8) + field(kind, 44) + field(records, 8) + field(1, 8)
    out += field(len(signals), 4)
    for key, width in [("label", 16), ("sensor", 80), ("unit", 8), ("low", 8), ("high", 8), ("dlow", 8),
                       ("dhigh", 8), ("filter", 80), ("n", 8), ("rest", 32)]:
        out += b"".join(field(s.get(key, ""), width) for s in signals)
    return out + body


ecg = dict(label="ECG MLII", unit="mV", low=-5, high=5, dlow=-32768, dhigh=32767, n=8)
note = dict(label="EDF Annotations", low=-1, high=1, dlow=-32768, dhigh=32767, n=30)
put("edf", "plain", edf("", [ecg, dict(ecg, label="ECG V1", unit="uV", n=4)], 2,
                        bytes(random.randrange(256) for _ in range(2 * 2 * 12))))
tal = b"+0\x14\x14\0+0.5\x14Sinus\x14N\x14\0+1.25\x150.5\x14V\x14\0"
put("edf", "plus", edf("EDF+C", [ecg, note], 1, bytes(16) + tal.ljust(60, b"\0")))
put("edf", "gaps", edf("EDF+D", [ecg, note], 2, b"".join(
    bytes(16) + (b"+%d\x14\x14\0" % t).ljust(60, b"\0") for t in (0, 5))))
wide = dict(ecg, dlow=-8388608, dhigh=8388607, n=4)
put("edf", "bdf", edf("24BIT", [wide], 2, bytes(random.randrange(256) for _ in range(24))))

# Networks, settings.
for name in ("reference", "residual-48", "context"):
    text = subprocess.run([cli, "info", name], check=True, capture_output=True).stdout
    put("network", name, text)
put("network", "small", "network a\ninput 8\nconv 2 kernel=3\nrelu\nflatten\ndense 5\nsoftmax\n")
put("settings", "all", "# a run\n[train]\nepochs=12\nbatch-size=16\nschedule=cosine\naugment=0.5\nseed=7\n")
put("settings", "some", "[train]\nnetwork=residual-64\nclass-weights=1,2,3,4,5\nlearning-rate=1e-3\nsmote=yes\n")

# Safetensors and models.
head = json.dumps({"__metadata__": {"a": "b"}, "w": {"dtype": "F32", "shape": [2, 2], "data_offsets": [0, 16]},
                   "v": {"dtype": "I64", "shape": [1], "data_offsets": [16, 24]}}).encode()
put("safetensors", "two", struct.pack("<Q", len(head)) + head + bytes(24))
head = b'{"e":{"dtype":"F32","shape":[0,7],"data_offsets":[0,0]}}'
put("safetensors", "empty", struct.pack("<Q", len(head)) + head)

with tempfile.TemporaryDirectory() as folder:
    beats, net, model = (os.path.join(folder, n) for n in ("b.csv", "n.network", "m.safetensors"))
    with open(beats, "w") as file:
        file.write(rows(40, 8, lambda i: ["%d" % (i % 5)]))
    with open(net, "w") as file:
        file.write("network a\ninput 8\nconv 2 kernel=3\nbatch-norm\nrelu\nflatten\ndense 5\nsoftmax\n")
    run("train", beats, "--output", model, "--network", net, "--epochs", "1", "--batch-size", "8")
    with open(model, "rb") as file:
        put("model", "small", file.read())

# Lists of records.
put("record-list", "plain", b"ds1, !203 @a\0208 2?? all\n!paced\0record,patient\n202,201\n# none\n208, A\n")

# Studies, journals, corrections, checkpoints.
with tempfile.TemporaryDirectory() as folder:
    subprocess.run([sys.argv[3], folder], check=True)
    for name in ("study", "journal", "corrections", "checkpoint"):
        with open(os.path.join(folder, name), "rb") as file:
            put(name, "small", file.read())
