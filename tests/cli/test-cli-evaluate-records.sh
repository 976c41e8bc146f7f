#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# ectopy-cli evaluate, on made-up annotated recordings.
# shellcheck source-path=SCRIPTDIR source=tap.sh
. "$(dirname "$0")/tap.sh"

tiny=$ECTOPY_TOP/tests/cli/tiny.network
model=$work/model.safetensors
records=$work/records
mkdir "$records"
cli train "$ECTOPY_TOP/data/example/beats.csv" --network "$tiny" --output "$model" --epochs 3 --quiet
expect_status 0
for seed in 1 2 3; do
  cli synthesize --output "$records/p$seed" --minutes 2 --seed $seed --quiet
  expect_status 0
done
point "a model and recordings to use"

cli evaluate --model "$model" "$records"
expect_status 0
expect_out '^Map: literature; escape beats e, j and n are N\.$'
expect_out '^Positions: those of the reference annotations \(atr\)'
expect_out '^Learning period: none is left out\.$'
expect_out '^3 records of 3 patients'
expect_out '^VEB gross '
for record in p1 p2 p3; do expect_out "^$record "; done
expect_out 'not for diagnosis'
point "evaluate tells how recordings were judged, and each of them"

cli evaluate --model "$model" "$records" --json --quiet
expect_status 0
expect_silence
expect_json "$work/out" 'set(d) >= {"n", "accuracy", "macro_f1", "weighted_f1", "classes",
  "confusion", "protocol", "model", "positions", "map", "from_s", "statements", "learned_from",
  "patients", "gross", "average", "intervals", "effective_records", "worst_calibrated", "records"}'
expect_json "$work/out" 'd["positions"] == "reference" and d["map"] == "literature"'
expect_json "$work/out" '[r["record"] for r in d["records"]] == ["p1", "p2", "p3"]'
expect_json "$work/out" '[[sum(r["confusion"][i][j] for r in d["records"]) for j in range(5)]
  for i in range(5)] == d["confusion"]'
expect_json "$work/out" 'd["n"] == sum(map(sum, d["confusion"])) > 300 and "ec57" not in d'
point "evaluate --json of recordings has the promised shape, and its counts agree"

cli evaluate --model "$model" "$records" --records 'p* !p2' --json --quiet
expect_status 0
expect_json "$work/out" '[r["record"] for r in d["records"]] == ["p1", "p3"]'
printf 'p1,x\np3,x\n' >"$work/patients.csv"
cli evaluate --model "$model" "$records/p1" "$records/p3.hea" --patients "$work/patients.csv" --json
expect_status 0
expect_json "$work/out" 'd["patients"] == 1 and len(d["records"]) == 2'
expect_json "$work/out" 'd["intervals"]["accuracy"] == [None, None]'
point "recordings are chosen by list or by name, and patients by a table"

cli evaluate --model "$model" "$records" --positions detected --map bxb --from 0:30 --json --quiet
expect_status 0
expect_json "$work/out" 'd["positions"] == "detected" and d["map"] == "bxb" and d["from_s"] == 30'
expect_json "$work/out" 'd["ec57"]["map"] == "bxb" and len(d["ec57"]["records"]) == 3'
expect_json "$work/out" 'sum(r["counts"][a + b] for r in d["ec57"]["records"] for a in "NSVFQ"
  for b in "nsvfq") == d["n"]'
cp "$work/out" "$work/detected.json"
for seed in 1 2 3; do
  cli classify --model "$model" "$records/p$seed" --output "$records/p$seed.mine" --quiet
  expect_status 0
done
cli compare --test mine --map bxb --from 0:30 "$records" --json --quiet
expect_status 0
expect_json "$work/out" 'd["gross"]["counts"] == json.load(open("'"$work"'/detected.json"))["ec57"]["gross"]["counts"]'
point "detected beats are compared as classify and compare do"

for suffix in pdf json csv txt; do
  cli evaluate --model "$model" "$records" --quiet --report "$work/report.$suffix"
  expect_status 0
done
expect_magic "$work/report.pdf" "%PDF"
expect_line_count "$work/report.csv" 6
grep -q '^"p2","p2",' "$work/report.csv" || unmet "no p2 in $(head -n 3 "$work/report.csv")"
expect_json "$work/report.json" 'len(d["records"]) == 3'
grep -q '^VEB gross' "$work/report.txt" || unmet "no VEB in the text"
if command -v pdftotext >/dev/null; then
  pdftotext -layout "$work/report.pdf" "$work/report-pdf.txt"
  digest=$(sha256sum "$model" | cut -c 1-12)
  [[ $(grep -c "model $digest" "$work/report-pdf.txt") -eq $(grep -c "Page . of" "$work/report-pdf.txt") ]] \
    || unmet "the PDF does not tell the model on each page"
  grep -q 'By record and patient' "$work/report-pdf.txt" || unmet "the PDF lacks the records"
  grep -q '^ *p3 ' "$work/report-pdf.txt" || unmet "the PDF lacks a record"
fi
point "reports of recordings are written as PDF, JSON, CSV and text"

cp "$model" "$work/card.safetensors"
cli evaluate --model "$work/card.safetensors" "$records" --write-card --card-name ds2 --quiet
expect_status 0
cli evaluate --model "$work/card.safetensors" "$records/p1" --write-card --quiet
expect_status 0
cli info "$work/card.safetensors"
expect_out '^ds2-records +3 records of 3 patients: p1 p2 p3$'
expect_out '^ds2-sveb +sensitivity '
expect_out '^test-records +1 records of 1 patients: p1$'
point "figures of several test sets are kept in one card"

# ---- A model of recordings knows whom it learned from ----

cat >"$work/train.conf" <<'CONF'
[train]
network=context
epochs=1
epoch-beats=256
batch-size=32
made-up=0
schedule=none
early-stop=0
best-by=last
validation-split=0
records=p1
CONF
cli train "$records" --config "$work/train.conf" --output "$work/context.safetensors" --quiet
expect_status 0
cli evaluate --model "$work/context.safetensors" "$records" --records 'p2 p3' --json --quiet
expect_status 0
expect_json "$work/out" 'd["protocol"] == "patient-wise" and d["learned_from"] == []'
cli evaluate --model "$work/context.safetensors" "$records" --protocol patient-wise
expect_status 0
expect_out '^Record p1 was learned from\.$'
expect_out '^Patients judged here were also learned from'
point "the protocol follows from what the model's card tells"

cli evaluate --model "$model" "$ECTOPY_TOP/data/example/beats.csv" --positions detected
expect_usage '--positions'
cli evaluate --model "$model" "$records" --positions nowhere
expect_usage 'nowhere'
cli evaluate --model "$model" "$records" --map mine
expect_usage 'mine'
cli evaluate --model "$model" "$records" --from later
expect_usage 'later'
cli evaluate --model "$model" "$records" --card-name ds2
expect_usage '--write-card'
cli evaluate --model "$model" "$records" --write-card --card-name training
expect_usage 'training'
cli evaluate --model "$model" "$records" --records nosuch --quiet
expect_failure 'nosuch'
cli evaluate --model "$model" "$records" --lead XYZ --quiet
expect_failure 'p1: .*XYZ'
cli evaluate --model "$model" "$records" --from 1:00:00 --quiet
expect_failure 'no beat'
cli evaluate --model "$model" "$records" --annotator nobody --quiet
expect_failure 'nobody'
point "what cannot be is told"

finish
