#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A training that is killed at any moment, again and again, and gone on with ends in the same model, to
# the byte, as one that nobody disturbed. 5 runs of each kind, or 100 with ECTOPY_THOROUGH=1.
# shellcheck source-path=SCRIPTDIR/../cli source=../cli/tap.sh
. "$(dirname "$0")/../cli/tap.sh"

export SOURCE_DATE_EPOCH=0
runs=5
[[ -z ${ECTOPY_THOROUGH:-} ]] || runs=100
RANDOM=42

front=('conv 4 kernel=7 stride=2' batch-norm relu 'max-pool 4' flatten)
printf '%s\n' 'network tiny' 'input 187' "${front[@]}" 'dense 5' softmax >"$work/beats.network"
printf '%s\n' 'network tiny' 'input 150 2 side=20' "${front[@]}" 'dense 8' side 'dense 8' end \
  'dropout 0.3' 'dense 5' softmax >"$work/records.network"
cli synthesize --beats 400 --seed 1 --output "$work/beats.csv"
expect_status 0
mkdir "$work/records"
for record in a b; do
  cli synthesize --minutes 0.5 --seed "$((RANDOM))" --output "$work/records/$record"
  expect_status 0
done
point "beats and records to learn from"

now_ms() { date +%s%3N; }

# start ARGUMENTS...: a training in the background, which goes on from the checkpoint where there is one.
start() {
  local resume=()

  [[ ! -e $work/run/checkpoint ]] || resume=(--resume "$work/run/checkpoint")
  "$ECTOPY_CLI" "$@" --output "$work/run/model.safetensors" --checkpoint "$work/run/checkpoint" \
    "${resume[@]}" --quiet >"$work/out" 2>"$work/err" </dev/null &
  pid=$!
}

# kill_often NAME ARGUMENTS...: runs that are killed, at moments up to as long as an undisturbed one takes.
kill_often() {
  local name=$1 begun took length=0 moment killed=0 tried=0 i left

  shift
  mkdir -p "$work/run"
  for ((i = 0; i < 3; i++)); do
    begun=$(now_ms)
    cli "$@" --output "$work/whole.safetensors" --quiet
    expect_status 0
    took=$(($(now_ms) - begun))
    ((i > 0 && took >= length)) || length=$took
  done
  for ((i = 0; i < runs; i++)); do
    rm -rf "$work/run"
    mkdir "$work/run"
    while :; do
      start "$@"
      moment=$((RANDOM * (length + 1) / 32768))
      sleep "$((moment / 1000)).$(printf %03d $((moment % 1000)))"
      tried=$((tried + 1))
      kill -KILL "$pid" 2>/dev/null
      wait "$pid" 2>/dev/null
      status=$?
      [[ $status -eq 137 ]] || break
      killed=$((killed + 1))
      # Twice on average, then it may end.
      ((RANDOM % 2)) || continue
      start "$@"
      wait "$pid"
      status=$?
      break
    done
    expect_status 0
    expect_same "$work/whole.safetensors" "$work/run/model.safetensors"
    # Nothing but what was asked for, whatever was cut off before.
    left=$(cd "$work/run" && echo .[!.]* *)
    [[ $left == ".[!.]* checkpoint model.safetensors" ]] || unmet "left behind: $left"
    [[ ${#unmet[@]} -eq 0 ]] || break
  done
  printf '# %s: %d runs, %d killed of %d starts, undisturbed %d ms\n' "$name" "$i" "$killed" \
    "$tried" "$length"
  ((killed > 0)) || unmet "none was killed"
  point "$name: killed and gone on with, the same bytes"
}

beats=(train "$work/beats.csv" --network "$work/beats.network" --epochs 16 --batch-size 2
  --early-stop 0)
records=(train "$work/records/a" "$work/records/b" --network "$work/records.network"
  --epochs 6 --early-stop 0)
kill_often "beats, one thread" "${beats[@]}" --threads 1
kill_often "beats, two threads" "${beats[@]}" --threads 2
kill_often "records, one thread" "${records[@]}" --threads 1
kill_often "records, two threads" "${records[@]}" --threads 2

finish
