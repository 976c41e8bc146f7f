#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Of what fuzzing has found keeps few small files, those that reach code which the seeds do not.

Usage: keep.py FUZZER SEEDS GROWN KEPT

SEEDS and GROWN are folders of inputs. KEPT, which may be one of those in GROWN, is made anew.
"""

import os
import shutil
import subprocess
import sys
import tempfile


def read_control(path):
    """Names of those that reached code which none before them did: libFuzzer's file about a merge has the first
    folder's first, then the others by size, and of each what was new."""
    with open(path, encoding="utf-8", errors="surrogateescape") as file:
        lines = file.read().splitlines()
    n, n_first = int(lines[0]), int(lines[1])
    fields = [line.split() for line in lines[2 + n:]]
    return [lines[2 + int(field[1])] for field in fields
            if field[0] == "COV" and len(field) > 2 and int(field[1]) >= n_first]


def main():
    """Runs all inputs once."""
    fuzzer, seeds, grown, kept = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        first = os.path.join(folder, "seeds")  # the fuzzer adds to it
        control = os.path.join(folder, "control")
        shutil.copytree(seeds, first)
        subprocess.run([fuzzer, "-merge=1", f"-merge_control_file={control}", "-max_len=8192", "-rss_limit_mb=0",
                        first, grown, *([kept] if os.path.isdir(kept) else [])],
                       check=True, stderr=subprocess.DEVNULL)
        chosen = read_control(control)
        fresh = os.path.join(folder, "kept")
        os.mkdir(fresh)
        for name in chosen:
            shutil.copy(name, fresh)
        shutil.rmtree(kept, ignore_errors=True)
        if chosen:
            shutil.copytree(fresh, kept, copy_function=shutil.copyfile)
    print(f"{os.path.basename(fuzzer)}: {len(chosen)} files reach code that the seeds do not")


if __name__ == "__main__":
    main()
