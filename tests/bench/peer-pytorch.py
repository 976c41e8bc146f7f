#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""The reference network in PyTorch: what ours is measured against.

Usage: peer-pytorch.py train|predict|predict-one THREADS    prints one JSON object
       peer-pytorch.py export FILE.onnx                     the network for use, for ONNX Runtime
"""

import json
import statistics
import sys
import time

import torch
from torch import nn

SECONDS = 1.0
TRAIN_BATCH = 128
PREDICT_BATCH = 1024


class Block(nn.Sequential):
    def __init__(self, inputs, filters, kernel, rate):
        super().__init__(
            nn.Conv1d(inputs, filters, kernel, padding=kernel // 2, bias=False),
            nn.BatchNorm1d(filters, eps=1e-3, momentum=0.01),
            nn.ReLU(),
            nn.MaxPool1d(2, ceil_mode=True),
            nn.Dropout(rate),
        )


def reference():
    return nn.Sequential(
        Block(1, 64, 5, 0.2),
        Block(64, 128, 5, 0.3),
        Block(128, 256, 3, 0.3),
        nn.Flatten(),
        nn.Linear(24 * 256, 256, bias=False),
        nn.BatchNorm1d(256, eps=1e-3, momentum=0.01),
        nn.ReLU(),
        nn.Dropout(0.4),
        nn.Linear(256, 5),
    )


def median_seconds(turn):
    for _ in range(3):
        turn()
    times = []
    begin = time.perf_counter()
    while time.perf_counter() - begin < SECONDS:
        before = time.perf_counter()
        turn()
        times.append(time.perf_counter() - before)
    return statistics.median(times)


def train():
    net = reference().train()
    adam = torch.optim.Adam(net.parameters(), lr=1e-3, eps=1e-7)
    x = torch.rand(TRAIN_BATCH, 1, 187)
    labels = torch.randint(0, 5, (TRAIN_BATCH,))

    def step():
        adam.zero_grad(set_to_none=True)
        nn.functional.cross_entropy(net(x), labels).backward()
        adam.step()

    return TRAIN_BATCH / median_seconds(step)


def predict(batch):
    net = torch.jit.freeze(torch.jit.script(nn.Sequential(reference(), nn.Softmax(1)).eval()))
    x = torch.rand(batch, 1, 187)
    with torch.inference_mode():
        return median_seconds(lambda: net(x))


def export(path):
    net = nn.Sequential(reference(), nn.Softmax(1)).eval()
    torch.onnx.export(
        net,
        torch.rand(2, 1, 187),
        path,
        input_names=["beats"],
        output_names=["probabilities"],
        dynamic_axes={"beats": {0: "n"}, "probabilities": {0: "n"}},
        opset_version=13,
        training=torch.onnx.TrainingMode.EVAL,
        do_constant_folding=True,
    )


def main():
    if sys.argv[1] == "export":
        export(sys.argv[2])
        return
    torch.set_num_threads(int(sys.argv[2]))
    torch.set_num_interop_threads(1)
    if sys.argv[1] == "train":
        result = {"value": train()}
    elif sys.argv[1] == "predict":
        result = {"value": PREDICT_BATCH / predict(PREDICT_BATCH)}
    else:
        result = {"value": predict(1) * 1e3}
    print(json.dumps(result | {"version": torch.__version__}))


if __name__ == "__main__":
    main()
