#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Extreme numbers in files and settings: each command on each file of make-numbers.py ends soon, with a
# result in which each number is one, or with one sentence. Some of them, or all with ECTOPY_THOROUGH=1.
# shellcheck source-path=SCRIPTDIR/../cli source=../cli/tap.sh
. "$(dirname "$0")/../cli/tap.sh"

tiny=$ECTOPY_TOP/tests/cli/tiny.network
here=$(dirname "$0")
mkdir "$work/made" "$work/left"
"$python" "$here/make-numbers.py" "$work/made" || unmet "no files"
cli train "$work/made/usual.csv" --network "$tiny" --epochs 1 --quiet --output "$work/m.safetensors"
expect_status 0
cli detect "$work/made/rate360" --output "$work/made/rate360.qrs"
expect_status 0
point "files of extreme numbers"

cat >"$work/check.py" <<'PYTHON'
import json, math, re, sys
def refuse(name):
    raise ValueError(name + " in JSON")
def walk(value):
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("not finite")
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        walk(one)
text = open(sys.argv[1], encoding="utf-8").read()
if text.lstrip()[:1] in ("{", "["):
    walk(json.loads(text, parse_constant=refuse))
elif re.search(r"(?<![a-zA-Z])-?(nan|inf)(?![a-zA-Z])", text):
    raise ValueError("nan or inf: " + re.search(r".*(?<![a-zA-Z])-?(nan|inf)(?![a-zA-Z]).*", text)[0][:200])
PYTHON

# try ARGUMENTS...: it ends within two minutes, with numbers or a sentence.
try() {
  local name file

  name="$*"
  name=${name//$work\//}
  rm -rf "$work/left"
  mkdir "$work/left"
  status=0
  timeout 120 "$ECTOPY_CLI" "$@" --quiet --threads 2 >"$work/out" 2>"$work/err" </dev/null || status=$?
  [[ $status -le 1 ]] || unmet "$name: exit status $status: $(tail -n 3 "$work/err")"
  if [[ $status -eq 1 ]]; then
    [[ $(wc -l <"$work/err") -eq 1 ]] || unmet "$name: not one sentence: $(head -n 3 "$work/err")"
    grep -qE '^ectopy-cli: .{10}' "$work/err" || unmet "$name: $(head -n 1 "$work/err")"
    [[ -z $(ls -A "$work/left") ]] || unmet "$name: left $(ls -A "$work/left")"
  fi
  for file in "$work/out" "$work"/left/*.csv "$work"/left/*.json; do
    [[ -e $file ]] || continue
    "$python" "$work/check.py" "$file" 2>"$work/check" || unmet "$name: $(tail -n 1 "$work/check")"
  done
  n_tried=$((n_tried + 1))
  n_told=$((n_told + status))
  [[ -z ${ECTOPY_NUMBERS_TELL:-} ]] || printf '# %s: %s %s\n' "$name" "$status" "$(head -n 1 "$work/err")"
}

n_tried=0 n_told=0
all_beats=(usual constant zeros one-class one-row six-rows denormal huge largest beyond nan inf)
all_records=(rate360 rate0 rate1e-9 rate1e9 ratenan rateinf rate-1 rate20 rate99999 rate1 n1 n2 flat gaps day
  extreme none huge-table.csv tiny-table.csv largest-table.csv beyond-table.csv nan-table.csv slow-table.csv
  fast-table.csv)
if [[ -z ${ECTOPY_THOROUGH:-} ]]; then
  all_beats=(constant six-rows largest)
  all_records=(rate1e9 n2 gaps largest-table.csv)
fi

for beats in "${all_beats[@]}"; do
  file=$work/made/$beats.csv
  try info --json "$file"
  try train "$file" --network "$tiny" --epochs 2 --output "$work/left/m.safetensors" --json
  [[ ! -e $work/left/m.safetensors ]] || cp "$work/left/m.safetensors" "$work/own.safetensors"
  try train "$file" --network "$tiny" --epochs 1 --smote yes --batch-size 4096 --output "$work/left/m.safetensors"
  try evaluate --model "$work/m.safetensors" "$file" --json --report "$work/left/r.json"
  try evaluate --model "$work/m.safetensors" "$file" --report "$work/left/r.pdf"
  try evaluate --model "$work/m.safetensors" "$file" --report "$work/left/r.csv"
  try predict --model "$work/m.safetensors" "$file" --json
  [[ ! -e $work/own.safetensors ]] || try predict --model "$work/own.safetensors" "$work/made/usual.csv" --json
  rm -f "$work/own.safetensors"
  point "beats: $beats"
done

for record in "${all_records[@]}"; do
  file=$work/made/$record
  try info --json "$file"
  try detect --json "$file" --output "$work/left/beats.csv"
  try classify --json "$file" --output "$work/left/classes.csv" --report "$work/left/r.pdf"
  try classify "$file" --output "$work/left/r.edf" --families yes
  if [[ $record != *.csv ]]; then
    try classify --json "$file" --beats atr --output "$work/left/study.json"
    try cut "$file" --output "$work/left/beats.csv"
    try compare --json "$file.atr" "$work/made/rate360.qrs"
    try compare --json "$work/made/rate360.atr" "$file.atr"
  fi
  point "recording: $record"
done

beyond=("learning-rate 1e9" "learning-rate 0" "learning-rate -1" "learning-rate nan" "learning-rate 1e-300" "epochs 0"
  "epochs -1" "batch-size 0" "batch-size 100000" "weight-decay 1e9" "validation-split 1" "augment 1e9" "average 1")
for setting in "${beyond[@]}"; do
  cli train "$work/made/usual.csv" --network "$tiny" --epochs 1 "--${setting/ /=}" --output "$work/s.safetensors"
  expect_usage "train: ${setting%% *}: expected .*found"
done
[[ ! -e $work/s.safetensors ]] || unmet "a model was written"
point "settings beyond their bounds are wrong usage"

# At the bounds: a model that can be used, or a sentence.
for setting in "learning-rate 10" "learning-rate 1e-9" "batch-size 2" "batch-size 65536" "weight-decay 100" \
  "clip-norm 1e-30" "augment 5"; do
  rm -f "$work/s.safetensors"
  cli train "$work/made/usual.csv" --network "$tiny" --epochs 2 "--${setting/ /=}" --output "$work/s.safetensors" --quiet
  if [[ $status -ne 0 ]]; then
    expect_failure .
    continue
  fi
  try predict --model "$work/s.safetensors" "$work/made/usual.csv" --json
  [[ $status -eq 0 ]] || unmet "$setting: its model is refused: $(cat "$work/err")"
done
point "settings at their bounds"

printf '%s\n' 'network wide' 'input 187' 'flatten' 'dense 4000000' 'relu' 'dense 4000000' 'relu' 'dense 5' \
  softmax >"$work/wide.network"
cli train "$work/made/usual.csv" --network "$work/wide.network" --epochs 1 --output "$work/left/w.safetensors" --quiet
expect_failure .
point "a network that no machine holds"

printf '# %d runs, %d of them told what is wrong\n' "$n_tried" "$n_told"
finish
