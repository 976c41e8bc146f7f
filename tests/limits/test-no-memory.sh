#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# On a machine that is full a command ends with one sentence, or does without: each large allocation of
# each command fails once (see no-memory.c), then the whole address space is kept small. Never is there a
# signal, a second line or a file half written. Some of them, drawn from a seed, or all with
# ECTOPY_THOROUGH=1.
# shellcheck source-path=SCRIPTDIR/../cli source=../cli/tap.sh
. "$(dirname "$0")/../cli/tap.sh"

: "${ECTOPY_NO_MEMORY:?names the library}"
export SOURCE_DATE_EPOCH=0
drawn=4
fewer_threads=(0)
if [[ -n ${ECTOPY_THOROUGH:-} ]]; then
  drawn=1000
  fewer_threads=(0 1 2)
fi
RANDOM=42
tiny=$ECTOPY_TOP/tests/cli/tiny.network

cli synthesize --minutes 30 --seed 5 --output "$work/rec"
expect_status 0
cli synthesize --beats 2000 --seed 5 --output "$work/beats.csv"
expect_status 0
cli train "$work/beats.csv" --network "$tiny" --epochs 1 --quiet --output "$work/m.safetensors"
expect_status 0
cli detect "$work/rec" --output "$work/rec.qrs"
expect_status 0
cli detect "$work/rec" --output "$work/rec.edf"
expect_status 0
mkdir "$work/records" "$work/left"
cp "$work/rec.hea" "$work/rec.dat" "$work/rec.atr" "$work/records"
cli synthesize --minutes 5 --seed 6 --output "$work/records/rec2"
expect_status 0
"$python" - "$work/rec.dat" "$work/rec.csv" <<'PYTHON'
import array, sys
samples = array.array("h", open(sys.argv[1], "rb").read())
with open(sys.argv[2], "w", encoding="utf-8") as table:
    table.write("time_s,MLII [mV],V1 [mV]\n")
    for k in range(0, len(samples), 2):
        table.write("%.6f,%.3f,%.3f\n" % (k / 720, samples[k] / 200, samples[k + 1] / 200))
PYTHON
printf '%s\n' 'network tiny' 'input 150 2 side=20' 'conv 4 kernel=7 stride=2' relu 'max-pool 4' flatten \
  'dense 8' side 'dense 8' end 'dense 5' softmax >"$work/records.network"
point "files to work on"

# Commands as a person gives them; @ stands for the folder, what is written goes to its folder "left".
commands=(
  "info @/rec" "info @/rec.edf" "info @/rec.csv" "info @/beats.csv"
  "detect @/rec --output @/left/out.csv" "detect @/rec.csv --output @/left/out.edf"
  "classify @/rec --output @/left/out.csv"
  "classify @/rec.edf --output @/left/out.edf --families yes"
  "classify @/rec --beats atr --output @/left/out.study.json"
  "cut @/rec --output @/left/out.csv"
  "classify @/rec --report @/left/out.pdf --full-disclosure yes"
  "compare @/rec.atr @/rec.qrs"
  "train @/beats.csv --network $tiny --epochs 1 --smote yes --output @/left/out.safetensors"
  "train @/records/rec @/records/rec2 --network @/records.network --epochs 1 --output @/left/out.safetensors"
  "evaluate --model @/m.safetensors @/beats.csv --report @/left/out.pdf"
  "evaluate --model $ECTOPY_TOP/data/models/recordings.safetensors @/records/rec --report @/left/out.json"
  "predict --model @/m.safetensors @/beats.csv --output @/left/out.csv"
)

# judge WHAT: how the last command ended.
judge() {
  if [[ $status -eq 0 ]]; then
    return
  fi
  [[ $status -eq 1 ]] || unmet "$1: exit status $status: $(tail -n 3 "$work/err")"
  [[ $(grep -cvE '^ectopy-cli: ' "$work/err") -eq 0 && $(wc -l <"$work/err") -eq 1 ]] ||
    unmet "$1: not one sentence: $(head -n 5 "$work/err")"
  grep -q memory "$work/err" || unmet "$1: no word of memory: $(head -n 1 "$work/err")"
  [[ -z $(ls -A "$work/left") ]] || unmet "$1: left $(ls -A "$work/left")"
}

fail_one() {
  ECTOPY_LARGE=$1 ECTOPY_LARGE_FAIL=$2 LD_PRELOAD=$ECTOPY_NO_MEMORY \
    "$ECTOPY_CLI" "${words[@]}" --quiet --threads 2 >"$work/out" 2>"$work/err" </dev/null
}

for command in "${commands[@]}"; do
  read -ra words <<<"${command//@/$work}"
  tried=0 refused=0
  # What is said of each of half an hour's beats counts; what a reader takes to begin with does not.
  # Nor do the pieces of some seconds that a trace is filtered in.
  large=131080
  [[ $command != *"--full-disclosure"* ]] || large=1048576
  count=0
  rm -rf "$work/left"
  mkdir "$work/left"
  status=0
  ECTOPY_LARGE=$large ECTOPY_LARGE_COUNT=$work/count LD_PRELOAD=$ECTOPY_NO_MEMORY \
    "$ECTOPY_CLI" "${words[@]}" --quiet --threads 2 >"$work/out" 2>"$work/err" </dev/null || status=$?
  expect_status 0
  [[ ! -s $work/count ]] || count=$(<"$work/count")
  for ((k = 0; k < (count < drawn ? count : drawn); k++)); do
    number=$((count <= drawn ? k + 1 : RANDOM % count + 1))
    rm -rf "$work/left"
    mkdir "$work/left"
    status=0
    fail_one "$large" "$number" 2>/dev/null || status=$?
    judge "allocation $number of $count above $large"
    tried=$((tried + 1))
    refused=$((refused + (status != 0)))
  done
  [[ $tried -eq 0 || $refused -gt 0 ]] || unmet "nothing failed: the library is not at work"
  point "${command%% *}: $tried allocations failed, $refused times that was told: $command"
done

# Where no more threads can be had the work is done by those that are there, to the same end. What draws
# letters has threads of its own and cannot do without: that is told.
for command in "${commands[@]}"; do
  read -ra words <<<"${command//@/$work}"
  for threads in none "${fewer_threads[@]}"; do
    rm -rf "$work/left"
    mkdir "$work/left"
    status=0
    if [[ $threads == none ]]; then
      unset ECTOPY_THREADS
    else
      export ECTOPY_THREADS=$threads
    fi
    LD_PRELOAD=$ECTOPY_NO_MEMORY "$ECTOPY_CLI" "${words[@]}" --quiet --threads 3 \
      >"$work/out" 2>"$work/err" </dev/null || status=$?
    unset ECTOPY_THREADS
    if [[ $command == *.pdf* && $threads != none ]]; then
      judge "$threads threads"
      [[ $threads != 0 || $status -eq 1 ]] || unmet "letters without a thread"
      continue
    fi
    expect_status 0
    find "$work/left" -name '*.json' -exec sed -i '/seconds\|per_second/d' {} +
    if [[ $threads == none ]]; then
      rm -rf "$work/all-threads"
      mv "$work/left" "$work/all-threads"
    else
      diff -r "$work/all-threads" "$work/left" >/dev/null || unmet "$threads threads: another result"
    fi
  done
  point "${command%% *} with no more threads: $command"
done

# In little address space, too: what libraries need to begin with is more than a record needs. The BLAS is left
# to itself, as it would have threads of its own and ask for memory for ever.
for command in "${commands[@]}"; do
  [[ -n ${ECTOPY_THOROUGH:-} || $command == *.edf* || $command == *smote* || $command == *disclosure* ]] ||
    continue
  read -ra words <<<"${command//@/$work}"
  for room in 400 300 260 240 220 200; do
    rm -rf "$work/left"
    mkdir "$work/left"
    status=0
    (ulimit -v $((room * 1024)) &&
      exec env -u OPENBLAS_NUM_THREADS timeout 300 "$ECTOPY_CLI" "${words[@]}" --quiet --threads 1) \
      >"$work/out" 2>"$work/err" </dev/null || status=$?
    # Below some size not even the libraries can be loaded, or begin.
    [[ $status -ne 127 ]] || break
    judge "$room MB"
  done
  point "${command%% *} in little address space: $command"
done

finish
