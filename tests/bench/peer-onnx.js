// SPDX-License-Identifier: MIT
// The reference network in ONNX Runtime. Prints one JSON object: beats a second, or milliseconds for
// a batch of one. Usage: node peer-onnx.js MODULES MODEL.onnx BATCH THREADS
'use strict';

const path = require('path');
const [modules, model, batchText, threadsText] = process.argv.slice(2);
const ort = require(path.join(modules, 'onnxruntime-node'));
const batch = Number(batchText);
const SECONDS = 1;

async function medianSeconds(turn) {
  for (let i = 0; i < 3; i++) await turn();
  const times = [];
  const begin = performance.now();
  while (performance.now() - begin < SECONDS * 1e3) {
    const before = performance.now();
    await turn();
    times.push((performance.now() - before) * 1e-3);
  }
  times.sort((a, b) => a - b);
  return times[times.length >> 1];
}

async function main() {
  const session = await ort.InferenceSession.create(model, {
    intraOpNumThreads: Number(threadsText),
    interOpNumThreads: 1,
    graphOptimizationLevel: 'all',
  });
  const values = Float32Array.from({ length: batch * 187 }, () => Math.random());
  const beats = new ort.Tensor('float32', values, [batch, 1, 187]);
  const seconds = await medianSeconds(() => session.run({ beats }));
  const value = batch === 1 ? seconds * 1e3 : batch / seconds;
  const version = require(path.join(modules, 'onnxruntime-node', 'package.json')).version;
  console.log(JSON.stringify({ value, version }));
}

main().catch((error) => {
  console.error(String(error));
  process.exit(1);
});
