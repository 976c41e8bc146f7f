#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# ectopy-cli evaluate, predict and info, on a model trained in a moment.
# shellcheck source-path=SCRIPTDIR source=tap.sh
. "$(dirname "$0")/tap.sh"

beats=$ECTOPY_TOP/data/example/beats.csv
tiny=$ECTOPY_TOP/tests/cli/tiny.network
model=$work/model.safetensors

cli train "$beats" --network "$tiny" --output "$model" --epochs 3 --quiet
expect_status 0
point "a model to use"

# ---- evaluate ----

cli evaluate --model "$model" "$beats"
expect_status 0
expect_out '600'
expect_out 'beats.csv'
expect_out 'model.safetensors'
expect_out 'not for diagnosis'
for class in N S V F Q; do expect_out "^ *$class "; done
point "evaluate tells figures by class, their origin and their limits"

cli evaluate --model "$model" "$beats" --json --quiet
expect_status 0
expect_silence
expect_json "$work/out" 'set(d) >= {"n", "accuracy", "macro_f1", "weighted_f1", "classes",
  "confusion", "protocol", "model"}'
expect_json "$work/out" 'd["n"] == 600 and sum(map(sum, d["confusion"])) == 600'
expect_json "$work/out" '[c["name"] for c in d["classes"]] == list("NSVFQ")'
expect_json "$work/out" 'all(set(c) >= {"name", "precision", "recall", "f1", "support"}
  for c in d["classes"])'
expect_json "$work/out" '[c["support"] for c in d["classes"]] == [sum(r) for r in d["confusion"]]'
expect_json "$work/out" 'abs(d["accuracy"] - sum(d["confusion"][i][i] for i in range(5)) / 600) < 1e-6'
digest=$(sha256sum "$model" | cut -d ' ' -f 1)
expect_json "$work/out" "d['model']['digest'].endswith('$digest')"
point "evaluate --json has the promised shape, and its counts agree"

cp "$work/out" "$work/evaluation.json"
for suffix in pdf json csv txt; do
  cli evaluate --model "$model" "$beats" --quiet --report "$work/report.$suffix"
  expect_status 0
done
expect_magic "$work/report.pdf" "%PDF"
expect_json "$work/report.json" 'd["n"] == 600 and len(d["confusion"]) == 5'
expect_line_count "$work/report.csv" 9
expect_file "$work/report.txt"
if command -v pdftotext >/dev/null; then
  pdftotext "$work/report.pdf" "$work/report-pdf.txt"
  grep -q 'not for diagnosis' "$work/report-pdf.txt" || unmet "the PDF lacks the notice"
  grep -q 'beats.csv' "$work/report-pdf.txt" || unmet "the PDF does not name the data"
fi
point "reports are written as PDF, JSON, CSV and text"

cp "$beats" "$work/reviewed.csv"
cli evaluate --model "$model" "$work/reviewed.csv" --quiet --json
expect_status 0
cp "$work/out" "$work/before.json"
cli evaluate --model "$model" "$work/reviewed.csv" --corrections "$work/nothing.json"
expect_status 1
expect_err 'nothing.json'
printf '{"format": "ectopy-corrections", "version": 1, "rows": 3, "length": 9, "digest": "", "edits": []}' \
  >"$work/others.corrections.json"
cli evaluate --model "$model" "$work/reviewed.csv" --corrections "$work/others.corrections.json"
expect_status 1
expect_err 'other beats'
cli train "$work/reviewed.csv" --network "$tiny" --output "$work/corrected.safetensors" --epochs 1 \
  --quiet --corrections "$work/others.corrections.json"
expect_status 1
expect_err 'other beats'
point "corrections that are missing or about other beats are refused"

cli evaluate --model "$model" "$beats" --quiet --report "$work/letter.pdf" --paper letter
expect_status 0
if command -v pdfinfo >/dev/null; then
  pdfinfo "$work/letter.pdf" | grep -q '612 x 792 pts' || unmet "the paper is not that size"
fi
cli evaluate --model "$model" "$beats" --report "$work/no.pdf" --paper a5
expect_usage '--paper: expected a4 or letter'
[[ ! -e $work/no.pdf ]] || unmet "a report was written all the same"
point "--paper says what a report is printed on"

for suffix in png svg pdf; do
  cli evaluate --model "$model" "$beats" --quiet --confusion "$work/confusion.$suffix"
  expect_status 0
done
expect_magic "$work/confusion.png" $'\x89PNG'
expect_magic "$work/confusion.svg" "<?xml"
expect_magic "$work/confusion.pdf" "%PDF"
point "the confusion matrix is written as PNG, SVG and PDF"

cli evaluate --model "$model" "$beats" --report "$work/report.doc"
expect_failure 'report\.doc: '
cli evaluate --model "$model" "$beats" --confusion "$work/confusion.gif"
expect_failure 'confusion\.gif: '
point "a suffix that is not known is a failure"

# ---- predict ----

cli predict --model "$model" "$beats" --quiet
expect_status 0
expect_silence
expect_line_count "$work/out" 601
[[ $(head -n 1 "$work/out") == row,class,confidence,N,S,V,F,Q ]] || unmet "the heading is another"
expect_out '^0,[NSVFQ],[01]\.[0-9]{6},'
expect_out '^599,'
cp "$work/out" "$work/all.csv"
cli predict --model "$model" "$beats" --output "$work/written.csv"
expect_status 0
[[ ! -s $work/out ]] || unmet "it also printed"
expect_same "$work/all.csv" "$work/written.csv"
point "predict gives a row for each beat, on standard output or in a file"

cli predict --model "$model" "$beats" --row 17 --json
expect_status 0
expect_json "$work/out" 'set(d) == {"row", "class", "confidence", "probabilities"}'
expect_json "$work/out" 'd["row"] == 17 and list(d["probabilities"]) == list("NSVFQ")'
expect_json "$work/out" 'd["confidence"] == max(d["probabilities"].values())
  == d["probabilities"][d["class"]]'
expect_json "$work/out" 'abs(sum(d["probabilities"].values()) - 1) < 1e-5'
cli predict --model "$model" "$beats" --row 17
[[ $(tail -n 1 "$work/out") == $(sed -n 19p "$work/all.csv") ]] || unmet "row 17 depends on others"
point "predict --row tells one beat, as among all"

cli predict --model "$model" "$beats" --json
expect_json "$work/out" 'len(d["beats"]) == 600 and d["beats"][3]["row"] == 3'
point "predict --json tells all beats"

"$python" - "$work/all.csv" "$work/evaluation.json" "$beats" >"$work/json" 2>&1 <<'PYTHON' \
  || unmet "$(tail -n 1 "$work/json")"
import csv, json, sys
given = [row["class"] for row in csv.DictReader(open(sys.argv[1]))]
truth = [int(float(line.rsplit(",", 1)[1])) for line in open(sys.argv[3])]
counts = [[0] * 5 for _ in range(5)]
for t, g in zip(truth, given):
    counts[t]["NSVFQ".index(g)] += 1
assert counts == json.load(open(sys.argv[2]))["confusion"], counts
PYTHON
point "evaluate counts what predict gives"

cut -d , -f 1-187 "$beats" >"$work/unlabelled.csv"
cli predict --model "$model" "$work/unlabelled.csv"
expect_status 0
expect_same "$work/out" "$work/all.csv"
cli evaluate --model "$model" "$work/unlabelled.csv"
expect_failure 'unlabelled\.csv'
point "beats without labels are classified, but nothing is judged by them"

# ---- info ----

cli info "$beats"
expect_status 0
expect_out '^rows +600 of 187 samples$'
expect_out '^V +[0-9]+ \(.*%\)'
cli info --json "$beats"
expect_json "$work/out" 'd["kind"] == "beats" and d["rows"] == 600 and d["length"] == 187'
expect_json "$work/out" 'd["labelled"] and sum(d["classes"].values()) == 600'
expect_json "$work/out" 'list(d["classes"]) == list("NSVFQ") and all(d["classes"].values())'
point "info tells what a beat CSV holds"

cli info "$model"
expect_status 0
expect_out '^model +model\.safetensors$'
expect_out "^digest +.*$digest"
expect_out '^training-data +beats\.csv$'
cli info --json "$model"
expect_json "$work/out" 'd["kind"] == "model" and d["network"] == "tiny" and d["length"] == 187'
expect_json "$work/out" 'd["card"]["seed"] == "42" and "epochs=3" in d["card"]["settings"]'
point "info tells a model and its card"

finish
