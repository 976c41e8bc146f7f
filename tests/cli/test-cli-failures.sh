#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# ectopy-cli and what goes wrong: wrong usage is 2, a failure is 1 with one line that tells where.
# shellcheck source-path=SCRIPTDIR source=tap.sh
. "$(dirname "$0")/tap.sh"

beats=$ECTOPY_TOP/data/example/beats.csv
tiny=$ECTOPY_TOP/tests/cli/tiny.network
model=$work/model.safetensors
commands=(train evaluate predict info synthesize bench)

cli
expect_usage 'expected a command'
cli dance
expect_usage 'there is no command .*dance'
point "no command, and one that there is not, are wrong usage"

cli --help
expect_status 0
for command in "${commands[@]}"; do expect_out "^  $command "; done
cli --version
expect_status 0
expect_out '^Ectopy [0-9]+\.[0-9]+\.[0-9]+$'
for command in "${commands[@]}"; do
  cli "$command" --help
  expect_status 0
  expect_silence
  expect_out "^  ectopy-cli $command "
  expect_out '--json'
done
point "help and version"

for command in "${commands[@]}"; do
  cli "$command" --no-such-option
  expect_usage "^ectopy-cli: $command: .*no-such-option"
  cli "$command" --threads -1 x.csv --output x
  expect_status 2
  cli "$command" --seed -1 x.csv --output x
  expect_usage '--seed: expected a whole number'
done
point "unknown options and impossible numbers are wrong usage"

cli train "$beats"
expect_usage 'train: expected --output'
cli train --output "$model"
expect_usage 'train: expected TRAIN.csv'
cli train "$beats" "$beats" --output "$model"
expect_usage 'train: expected one file of beats'
cli train "$beats" --output "$model" --epochs 0
expect_usage 'train: epochs: expected a whole number from 1 to 10000, found .0.'
cli train "$beats" --output "$model" --schedule sometimes
expect_usage 'schedule: expected none\|plateau\|cosine'
cli evaluate
expect_usage 'evaluate: expected'
cli predict
expect_usage 'predict: expected'
cli info
expect_usage 'info: expected FILE'
[[ ! -e $model ]] || unmet "a model was written"
point "missing, surplus and impossible arguments are wrong usage"

cli train "$beats" --network "$tiny" --epochs 1 --output "$model" --quiet
expect_status 0
point "a model to misuse"

for command in info "predict --model $model" "evaluate --model $model" "train --output $work/x"; do
  # shellcheck disable=SC2086 # several words
  cli $command "$work/missing.csv"
  expect_failure 'missing\.csv'
  # shellcheck disable=SC2086
  cli $command "$work"
  expect_failure "$(basename "$work")"
done
point "a file that is not there, and a folder, are failures that name it"

for command in evaluate predict; do
  cli $command --model "$work/missing.safetensors" "$beats"
  expect_failure 'missing\.safetensors'
  cli $command --model "$beats" "$beats"
  expect_failure 'beats\.csv'
  head -c 1000 "$model" >"$work/cut.safetensors"
  cli $command --model "$work/cut.safetensors" "$beats"
  expect_failure 'cut\.safetensors'
  ECTOPY_MODELS=$work/nowhere cli $command "$beats"
  expect_failure 'nowhere|beats\.safetensors'
done
cli info "$work/cut.safetensors"
expect_failure 'cut\.safetensors'
point "a model that is not there, is none, or is cut short, is a failure that names it"

sed '7s/^[^,]*/half/' "$beats" >"$work/word.csv"
cli info "$work/word.csv"
expect_failure 'word\.csv.*line 7, column 1: .*half'
sed '9s/,[^,]*$//' "$beats" >"$work/short.csv"
cli info "$work/short.csv"
expect_failure 'short\.csv.*line 9: '
sed '4s/,[^,]*$/,7/' "$beats" >"$work/class.csv"
cli train "$work/class.csv" --output "$work/x" --network "$tiny"
expect_failure 'class\.csv.*line 4, column 188: '
: >"$work/empty.csv"
cli info "$work/empty.csv"
expect_failure 'empty\.csv'
head -c 5000 /dev/urandom >"$work/noise.csv"
cli info "$work/noise.csv"
expect_failure 'noise\.csv'
point "a CSV that is wrong is a failure that names line and column"

cut -d , -f 90-188 "$beats" >"$work/other-length.csv"
cli predict --model "$model" "$work/other-length.csv"
expect_failure 'other-length\.csv: its beats have 98 samples, the model reads 187'
cli evaluate --model "$model" "$work/other-length.csv"
expect_failure 'other-length\.csv'
point "beats that do not fit the model are a failure"

for row in 600 -1 x ""; do
  cli predict --model "$model" "$beats" --row "$row"
  expect_failure 'expected a row from 0 to 599'
done
point "a row that there is not is a failure"

if [[ -w /dev/full ]]; then
  "$ECTOPY_CLI" predict --model "$model" "$beats" >/dev/full 2>"$work/err"
  # shellcheck disable=SC2034 # for expect_failure
  status=$?
  : >"$work/out"
  expect_failure 'standard output'
  point "a full disk is a failure"
else
  skip "a full disk is a failure" "there is no /dev/full"
fi

finish
