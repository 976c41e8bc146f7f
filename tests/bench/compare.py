#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Measures the engine beside its peers on this machine: one table and, with --json, one file.

Each round runs ours, then the peer, for every row of the table in turn, so that what else the
machine does hits both alike; the medians over the rounds count, and of them the ratios. Nothing here
passes or fails. A peer that is not installed is named and left out.

Usage: tests/bench/run [--build FOLDER] [--quick] [--rounds N] [--json FILE] [--only NAME,...]

Environment:
  ECTOPY_CSV          folder with mitbih_train.csv; otherwise a file of that size is made up
  ECTOPY_BENCH_CACHE  folder to keep ONNX Runtime, the exported network and the made-up file in;
                      otherwise a temporary one, removed at the end
  ECTOPY_PYTHON       the Python with torch, onnx and pandas (default: /usr/bin/python3)
"""

import argparse
import json
import os
import platform
import random
import shutil
import statistics
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
PYTHON = os.environ.get("ECTOPY_PYTHON", "/usr/bin/python3")
CSV_ROWS = 87554
TIMEOUT = 300


class Missing(Exception):
    """A peer that is not there, and why."""


def say(text):
    print(text, file=sys.stderr, flush=True)


def capture(command, environment=None):
    """Runs a command; returns its standard output."""
    try:
        done = subprocess.run(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            env={**os.environ, **(environment or {})},
            timeout=TIMEOUT,
            check=True,
            text=True,
        )
    except FileNotFoundError as error:
        raise Missing(f"{command[0]} is not installed") from error
    except subprocess.TimeoutExpired as error:
        raise Missing(f"{command[0]} took more than {TIMEOUT} s") from error
    except subprocess.CalledProcessError as error:
        lines = error.stderr.strip().splitlines()
        raise Missing(lines[-1] if lines else f"exit status {error.returncode}") from error
    return done.stdout


def last_json(text):
    return json.loads(text.strip().splitlines()[-1])


class Tools:
    """The programs that are run, made when first needed."""

    def __init__(self, build, cache):
        self.build = build
        self.cache = cache
        self.cli = os.path.join(build, "app", "cli", "ectopy-cli")
        self.broken = {}

    def once(self, name, make):
        """Returns what make() does; a failure is kept, and not tried again."""
        if name in self.broken:
            raise Missing(self.broken[name])
        try:
            return make()
        except Missing as error:
            self.broken[name] = str(error)
            say(f"{name}: {error}: left out")
            raise

    def ours(self, *words, figure, threads):
        result = last_json(
            capture([self.cli, "bench", "--json", "--quiet", "--threads", str(threads), *words])
        )
        found = {f["figure"]: f["value"] for f in result["figures"]}
        return {"value": found[figure], "memory": found.get("peak memory"), "version": result["blas"]}

    def blas(self, threads, core):
        program = os.path.join(self.build, "tests", "bench", "bench-sgemm")
        chosen = {"OPENBLAS_CORETYPE": core} if core else None
        result = last_json(capture([program, str(threads)], chosen))
        return {"value": result["GFLOP/s"], "version": result["core"]}

    def pytorch(self, what, threads):
        script = os.path.join(HERE, "peer-pytorch.py")
        return self.once("PyTorch", lambda: last_json(capture([PYTHON, script, what, str(threads)])))

    def pandas(self, path):
        script = os.path.join(HERE, "peer-pandas.py")
        return self.once("pandas", lambda: last_json(capture([PYTHON, script, path])))

    def onnx_model(self):
        path = os.path.join(self.cache, "reference.onnx")
        if not os.path.exists(path):
            capture([PYTHON, os.path.join(HERE, "peer-pytorch.py"), "export", path + ".part"])
            os.replace(path + ".part", path)
        return path

    def onnx_modules(self):
        modules = os.path.join(self.cache, "node_modules")
        if not os.path.isdir(os.path.join(modules, "onnxruntime-node")):
            say("fetching onnxruntime-node")
            capture(
                ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-save"]
                + ["--prefix", self.cache, "onnxruntime-node"]
            )
        return modules

    def onnx(self, batch, threads):
        def run():
            script = os.path.join(HERE, "peer-onnx.js")
            words = [self.onnx_modules(), self.onnx_model(), str(batch), str(threads)]
            return last_json(capture(["node", script, *words]))

        return self.once("ONNX Runtime", run)


def make_csv(path):
    """Random beats in as many rows and bytes as the published training file has."""
    say("making up a beat CSV")
    rng = random.Random(1)
    rows = []
    for _ in range(200):
        samples = ",".join(f"{rng.random():.18e}" for _ in range(187))
        rows.append(f"{samples},{rng.randrange(5):.18e}\n")
    with open(path + ".part", "w", encoding="ascii") as file:
        for i in range(CSV_ROWS):
            file.write(rows[i % len(rows)])
    os.replace(path + ".part", path)


def find_csv(cache):
    folder = os.environ.get("ECTOPY_CSV")
    if folder and os.path.exists(os.path.join(folder, "mitbih_train.csv")):
        return os.path.join(folder, "mitbih_train.csv")
    path = os.path.join(cache, "made-up.csv")
    if not os.path.exists(path):
        make_csv(path)
    return path


def rows_of(tools, csv, processors):
    """The table: name, threads, unit, whether more is better, ours, peers by name."""
    threads = [1, 2] if processors > 1 else [1]
    table = []

    def add(name, n, unit, more, ours, **peers):
        table.append(
            {"name": name, "threads": n, "unit": unit, "more": more, "ours": ours, "peers": peers}
        )

    def core():
        """The kernels ours chose, so that the BLAS alone has the same."""
        words = capture([tools.cli, "bench", "--json", "--quiet", "--threads", "1", "predict-one"])
        return last_json(words)["blas"].split()[-1]

    chosen = tools.once("ectopy-cli", core)
    for n in threads:
        add("sgemm 2048", n, "GFLOP/s", True,
            lambda n=n: tools.ours("sgemm", figure="rate", threads=n),
            OpenBLAS=lambda n=n: tools.blas(n, "SkylakeX" if chosen in ("Cooperlake", "SkylakeX")
                                            else None))
    for n in threads:
        add("train 128", n, "beats/s", True,
            lambda n=n: tools.ours("train", figure="beats", threads=n),
            PyTorch=lambda n=n: tools.pytorch("train", n))
    for n in threads:
        add("predict 1024", n, "beats/s", True,
            lambda n=n: tools.ours("predict", figure="beats", threads=n),
            **{"ONNX Runtime": lambda n=n: tools.onnx(1024, n),
               "PyTorch": lambda n=n: tools.pytorch("predict", n)})
    for n in threads:
        add("predict one", n, "ms", False,
            lambda n=n: tools.ours("predict-one", figure="time", threads=n),
            **{"ONNX Runtime": lambda n=n: tools.onnx(1, n),
               "PyTorch": lambda n=n: tools.pytorch("predict-one", n)})
    if csv is not None:
        add("read CSV", processors, "s", False,
            lambda: tools.ours("csv", csv, figure="time", threads=processors),
            pandas=lambda: tools.pandas(csv))
    add("SMOTE", processors, "s", False,
        lambda: tools.ours("smote", figure="time", threads=processors))
    return table


def measure(table, rounds):
    """Adds the results of all rounds to each row: under "ours", and under each peer's name."""
    for row in table:
        row["results"] = {name: [] for name in ["ours", *row["peers"]]}
    for number in range(rounds):
        for row in table:
            say(f"round {number + 1} of {rounds}: {row['name']}, {row['threads']} threads")
            # Ours before each peer: what the machine does meanwhile hits both.
            for name, run in row["peers"].items() or [(None, None)]:
                row["results"]["ours"].append(row["ours"]())
                if name is None:
                    continue
                try:
                    row["results"][name].append(run())
                except Missing:
                    pass


def median(results, key="value"):
    values = [r[key] for r in results if r.get(key) is not None]
    return statistics.median(values) if values else None


def summarise(table, flop):
    """Medians and ratios; of training also the rate and its share of the product's."""
    summary = []
    peaks = {}
    for row in table:
        results = row["results"]
        ours = median(results["ours"])
        entry = {
            "name": row["name"],
            "threads": row["threads"],
            "unit": row["unit"],
            "ours": ours,
            "all": [r["value"] for r in results["ours"]],
            "memory_mb": median(results["ours"], "memory"),
            "peers": {},
        }
        for name in row["peers"]:
            value = median(results[name])
            if value is None:
                continue
            entry["peers"][name] = {
                "value": value,
                "ratio": ours / value if row["more"] else value / ours,
                "all": [r["value"] for r in results[name]],
                "memory_mb": median(results[name], "memory"),
                "version": results[name][0].get("version"),
            }
        if row["name"].startswith("sgemm"):
            peaks[row["threads"]] = max([ours] + [p["value"] for p in entry["peers"].values()])
        if row["name"].startswith("train"):
            entry["gflop_per_s"] = ours * flop * 1e-9
            if row["threads"] in peaks:
                entry["share_of_sgemm"] = entry["gflop_per_s"] / peaks[row["threads"]]
        summary.append(entry)
    return summary


def print_table(summary):
    line = "{:<14} {:>7} {:>11} {:<8} {:<13} {:>11} {:>8}  {}"
    print(line.format("", "threads", "ours", "", "peer", "peer's", "ratio", "").rstrip())
    for entry in summary:
        notes = []
        if "gflop_per_s" in entry:
            notes.append(f"{entry['gflop_per_s']:.0f} GFLOP/s")
        if "share_of_sgemm" in entry:
            notes.append(f"{100 * entry['share_of_sgemm']:.0f} % of sgemm")
        if entry["memory_mb"]:
            notes.append(f"{entry['memory_mb']:.0f} MB")
        head = [entry["name"], entry["threads"], f"{entry['ours']:.4g}", entry["unit"]]
        for name, peer in entry["peers"].items() or [("", None)]:
            shown = ["", "", ""]
            more = list(notes)
            if peer is not None:
                shown = [name, f"{peer['value']:.4g}", f"{peer['ratio']:.2f} x"]
                if peer["memory_mb"]:
                    more.append(f"{name} {peer['memory_mb']:.0f} MB")
            print(line.format(*head, *shown, ", ".join(more)).rstrip())
            head, notes = ["", "", "", ""], []


def processor():
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            for text in file:
                if text.startswith("model name"):
                    return text.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--build", default=os.path.join(ROOT, "build-bench"),
                        help="a release build, made if it is not there")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="two rounds")
    parser.add_argument("--json", metavar="FILE", help="writes all figures")
    parser.add_argument("--only", metavar="NAME,...",
                        help="sgemm, train, predict, read or SMOTE: the rows that begin so")
    return parser.parse_args()


def prepare_build(build):
    if not os.path.exists(os.path.join(build, "build.ninja")):
        capture(["meson", "setup", build, ROOT, "-Dbuildtype=release"])
    capture(["ninja", "-C", build, "app/cli/ectopy-cli", "tests/bench/bench-sgemm"])


def main():
    arguments = parse_arguments()
    rounds = 2 if arguments.quick else arguments.rounds
    keep = os.environ.get("ECTOPY_BENCH_CACHE")
    cache = keep or tempfile.mkdtemp(prefix="ectopy-bench-")
    only = arguments.only.split(",") if arguments.only else [""]
    # A shell's choice of threads or kernels would reach both sides, but not alike.
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_CORETYPE", "MKL_NUM_THREADS"):
        os.environ.pop(name, None)
    try:
        os.makedirs(cache, exist_ok=True)
        prepare_build(arguments.build)
        processors = len(os.sched_getaffinity(0))
        wants_csv = any("read CSV".startswith(name) for name in only)
        csv = find_csv(cache) if wants_csv else None
        table = rows_of(Tools(arguments.build, cache), csv, processors)
        table = [row for row in table if any(row["name"].startswith(name) for name in only)]
        measure(table, rounds)
        summary = summarise(table, flop=60.6e6)
    except Missing as error:
        sys.exit(f"tests/bench/run: {error}")
    finally:
        if not keep:
            shutil.rmtree(cache, ignore_errors=True)
    print(f"{processor()}, {processors} processors; medians of {rounds} rounds; "
          "ratio: how many times better ours is\n")
    print_table(summary)
    if arguments.json:
        with open(arguments.json, "w", encoding="utf-8") as file:
            json.dump({"processor": processor(), "processors": processors, "rounds": rounds,
                       "rows": summary}, file, indent=2)
            file.write("\n")


if __name__ == "__main__":
    main()
