#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Reads a beat CSV with pandas. Usage: peer-pandas.py FILE.csv; prints one JSON object."""

import json
import resource
import sys
import time

import numpy as np
import pandas as pd

begin = time.perf_counter()
frame = pd.read_csv(sys.argv[1], header=None, dtype=np.float32)
seconds = time.perf_counter() - begin
memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024e-6
print(
    json.dumps(
        {"value": seconds, "rows": len(frame), "memory": memory, "version": pd.__version__}
    )
)
