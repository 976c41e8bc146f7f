#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# ectopy-cli train: what it writes, where its settings come from, and that a run can be repeated,
# interrupted and gone on with.
# shellcheck source-path=SCRIPTDIR source=tap.sh
. "$(dirname "$0")/tap.sh"

beats=$ECTOPY_TOP/data/example/beats.csv
tiny=$ECTOPY_TOP/tests/cli/tiny.network
export SOURCE_DATE_EPOCH=0

train() { cli train "$beats" --network "$tiny" "$@"; }

train --output "$work/a.safetensors" --epochs 2
expect_status 0
expect_file "$work/a.safetensors"
expect_out "^Model: $work/a.safetensors$"
expect_out '^Stopped: all 2 epochs done. Best: epoch [12], validation accuracy [0-9.]+ %'
expect_err '^epoch 1/2 .*loss .*validation: .*beats/s'
expect_err '^epoch 2/2 '
point "train writes a model and tells each epoch"

train --output "$work/b.safetensors" --epochs 2 --quiet
expect_status 0
expect_silence
expect_same "$work/a.safetensors" "$work/b.safetensors"
point "the same seed gives the same bytes, and --quiet says nothing"

train --output "$work/b.safetensors" --epochs 2 --seed 43
expect_status 0
! cmp -s "$work/a.safetensors" "$work/b.safetensors" || unmet "two seeds, one model"
point "another seed gives another model"

train --output "$work/one.safetensors" --epochs 2 --threads 1
train --output "$work/three.safetensors" --epochs 2 --threads 3
expect_status 0
expect_same "$work/a.safetensors" "$work/one.safetensors"
expect_same "$work/a.safetensors" "$work/three.safetensors"
point "any number of threads gives the same bytes"

train --output "$work/b.safetensors" --epochs 2 --json
expect_status 0
expect_json "$work/out" 'set(d) >= {"epochs", "best_epoch", "stop_reason", "model"}'
expect_json "$work/out" '[e["epoch"] for e in d["epochs"]] == [1, 2]'
expect_json "$work/out" 'all(set(e) >= {"epoch", "loss", "accuracy", "val_loss", "val_accuracy",
  "val_macro_f1", "learning_rate", "seconds", "beats_per_second"} for e in d["epochs"])'
expect_json "$work/out" 'd["model"].endswith("b.safetensors") and d["best_epoch"] in (1, 2)'
point "--json has the promised shape"

for suffix in png pdf svg csv; do
  train --output "$work/b.safetensors" --epochs 2 --quiet --curves "$work/curves.$suffix"
  expect_status 0
done
expect_magic "$work/curves.png" $'\x89PNG'
expect_magic "$work/curves.pdf" "%PDF"
expect_magic "$work/curves.svg" "<?xml"
expect_line_count "$work/curves.csv" 3
grep -q '^epoch,' "$work/curves.csv" || unmet "curves.csv has no heading"
point "curves are written as PNG, PDF, SVG and CSV"

train --output "$work/b.safetensors" --curves "$work/curves.gif"
expect_failure 'curves\.gif: curves are written as'
[[ ! -s $work/out ]] || unmet "it trained"
point "a suffix that is not known is found out before the work"

train --output "$work/no/such/model.safetensors"
expect_failure 'no/such/model\.safetensors: there is no folder'
point "a folder that is not there is found out before the work"

# ---- Settings ----

cat >"$work/settings.ini" <<INI
[train]
network=$tiny
epochs=3
batch-size=64
schedule=none
INI
cli train "$beats" --output "$work/b.safetensors" --config "$work/settings.ini" --json
expect_status 0
expect_json "$work/out" 'len(d["epochs"]) == 3'
cli train "$beats" --output "$work/b.safetensors" --config "$work/settings.ini" --epochs 1 --json
expect_status 0
expect_json "$work/out" 'len(d["epochs"]) == 1'
cli info --json "$work/b.safetensors"
expect_json "$work/out" '"batch-size=64" in d["card"]["settings"]'
expect_json "$work/out" '"epochs=1" in d["card"]["settings"]'
point "settings come from a file, and options win over it"

printf '[train]\nepochs=0\n' >"$work/bad.ini"
cli train "$beats" --output "$work/c.safetensors" --config "$work/bad.ini"
expect_failure 'bad\.ini: \[train\]: epochs: expected a whole number from 1 to 10000'
printf '[train]\nepoch=5\n' >"$work/bad.ini"
cli train "$beats" --output "$work/c.safetensors" --config "$work/bad.ini"
expect_failure 'bad\.ini: .*there is no setting'
printf 'epochs=5\n' >"$work/bad.ini"
cli train "$beats" --output "$work/c.safetensors" --config "$work/bad.ini"
expect_failure 'bad\.ini: '
[[ ! -e $work/c.safetensors ]] || unmet "a model was written"
point "mistakes in the settings file are failures that name it"

train --output "$work/b.safetensors" --epochs 1 --json --quiet --smote --class-weights \
  --augment --schedule cosine --validation-split 0.3 --early-stop 5 --best-by macro-f1
expect_status 0
cli info --json "$work/b.safetensors"
for line in smote=yes class-weights=balanced augment=0.7 schedule=cosine validation-split=0.3; do
  expect_json "$work/out" "'$line' in d['card']['settings']"
done
point "bare --smote, --class-weights and --augment mean the usual, and the card tells settings"

train --output "$work/b.safetensors" --epochs 1 --validation "$beats" --json
expect_status 0
expect_json "$work/out" '0 <= d["epochs"][0]["val_accuracy"] <= 1'
expect_err '^600 training beats: .*; 600 validation beats$'
point "--validation takes another file to judge by"

# ---- Networks ----

cli train "$beats" --network nosuch --output "$work/c.safetensors"
expect_failure 'there is no network named .*nosuch.*reference'
point "an unknown network is a failure that lists those there are"

printf 'network bad\ninput 187\nconv 4\nflatten\ndense 5\nsoftmax\n' >"$work/bad.network"
cli train "$beats" --network "$work/bad.network" --output "$work/c.safetensors"
expect_failure 'bad\.network: line 3: a convolution needs kernel='
printf 'input 100\nflatten\ndense 5\nsoftmax\n' >"$work/short.network"
cli train "$beats" --network "$work/short.network" --output "$work/c.safetensors" --quiet
expect_failure '100.*187'
point "a mistake in a network is a failure that names file and line"

# ---- Interruption ----

# The epochs are long enough to be caught in the middle: small batches.
long=(train "$beats" --network "$tiny" --epochs 12 --batch-size 2 --early-stop 0 --best-by last)
cli "${long[@]}" --output "$work/whole.safetensors"
expect_status 0
cli predict --model "$work/whole.safetensors" "$beats" --output "$work/whole.csv"
expect_status 0

# With the threads that the BLAS starts by itself, which may be handed the signal too.
mkfifo "$work/pipe"
env -u OPENBLAS_NUM_THREADS "$ECTOPY_CLI" "${long[@]}" --output "$work/part.safetensors" --checkpoint "$work/checkpoint" \
  --json >"$work/out" 2>"$work/pipe" </dev/null &
pid=$!
: >"$work/err"
exec 3<"$work/pipe"
while read -r line <&3; do
  printf '%s\n' "$line" >>"$work/err"
  if [[ $line == "epoch 1/"* ]]; then
    kill -INT "$pid"
    break
  fi
done
cat <&3 >>"$work/err"
exec 3<&-
wait "$pid"
# shellcheck disable=SC2034 # for expect_status
status=$?
expect_status 130
expect_file "$work/part.safetensors"
expect_file "$work/checkpoint"
expect_json "$work/out" '1 <= len(d["epochs"]) < 12 and "interrupted" in d["stop_reason"]'
cli info "$work/part.safetensors"
expect_status 0
expect_out '^stop-reason +interrupted in epoch'
point "Ctrl-C ends cleanly: model and checkpoint are on disk, the exit status is 130"

cli "${long[@]}" --output "$work/resumed.safetensors" --resume "$work/checkpoint" --json
expect_status 0
expect_json "$work/out" '[e["epoch"] for e in d["epochs"]] == list(range(1, 13))'
cli predict --model "$work/resumed.safetensors" "$beats" --output "$work/resumed.csv"
expect_status 0
expect_same "$work/whole.csv" "$work/resumed.csv"
expect_same "$work/whole.safetensors" "$work/resumed.safetensors"
point "a resumed run ends in the same model, to the byte, as one that nobody disturbed"

cli "${long[@]}" --output "$work/other.safetensors" --resume "$work/checkpoint" --seed 1 \
  --quiet
expect_failure 'checkpoint: '
head -c 100 "$work/checkpoint" >"$work/cut"
cli "${long[@]}" --output "$work/other.safetensors" --resume "$work/cut" --quiet
expect_failure 'cut: '
[[ ! -e $work/other.safetensors ]] || unmet "a model was written"
point "a checkpoint of another run, or cut short, is refused"

finish
