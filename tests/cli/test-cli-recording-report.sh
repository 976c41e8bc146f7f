#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# ectopy-cli classify: figures, the report, and studies as a person left them.
# shellcheck source-path=SCRIPTDIR source=tap.sh
. "$(dirname "$0")/tap.sh"

record=$work/record
model=$work/model.safetensors
cli synthesize --output "$record" --minutes 4 --seed 5 --quiet
expect_status 0
cli train "$ECTOPY_TOP/data/example/beats.csv" --network "$ECTOPY_TOP/tests/cli/tiny.network" \
  --output "$model" --epochs 2 --quiet
expect_status 0
point "a recording and a model to use"

# ---- Figures ----

cli classify "$record" --model "$model"
expect_status 0
expect_out '^heart rate: mean [0-9]+, lowest [0-9]+ at [0-9:]+, highest [0-9]+ at [0-9:]+ \(over 8'
expect_out '; SDNN [0-9]+ ms, RMSSD [0-9]+ ms$'
expect_out '^S burden .* %, couplets [0-9]+, runs [0-9]+'
expect_out '^V burden .* %, couplets [0-9]+, runs [0-9]+'
expect_out '^mean confidence [0-9.]+ %, below 70 % for '
point "classify tells rates, burden, runs and how sure it is"

cli classify "$record" --model "$model" --json --quiet
expect_status 0
cp "$work/out" "$work/classes.json"
expect_json "$work/out" 'd["origin"] == "detector" and d["duration_s"] == 240'
expect_json "$work/out" '0 < d["analysable_s"] <= 240'
expect_json "$work/out" 'set(d["heart_rate"]) == {"mean", "min", "min_at_s", "max", "max_at_s"}'
expect_json "$work/out" '20 < d["heart_rate"]["min"] <= d["heart_rate"]["mean"] <= d["heart_rate"]["max"]'
expect_json "$work/out" 'd["sdnn_ms"] is None or d["sdnn_ms"] > 0'
expect_json "$work/out" 'len(d["trend_bpm"]) == 4 and all(t is None or 20 < t < 300 for t in d["trend_bpm"])'
n='sum(not b["unsure"] for b in d["beats"])'
expect_json "$work/out" "abs(d['burden']['V'] * $n
  - sum(b['class'] == 'V' and not b['unsure'] for b in d['beats'])) < 1e-6"
expect_json "$work/out" 'set(d["runs"]) == {"S", "V"} and d["runs"]["V"]["couplets"]
  == sum(e["kind"] == "couplet" and e["class"] == "V" for e in d["episodes"])'
expect_json "$work/out" 'd["pauses"]["count"] == sum(e["kind"] == "pause" for e in d["episodes"])'
expect_json "$work/out" 'd["reviewed"] == {"looked_at": 0, "by_hand": 0}'
expect_json "$work/out" 'd["confidence"]["by_model"] == sum(not b["unsure"] for b in d["beats"])'
expect_json "$work/out" '{b["status"] for b in d["beats"]} == {"predicted"}'
expect_json "$work/out" 'all((b["review"] is None) == b["unsure"] for b in d["beats"])'
expect_json "$work/out" 'd["review"]["not_looked_at"] == sum(not b["unsure"] for b in d["beats"])'
expect_json "$work/out" 'd["review"]["due"]
  == sum(b["review"] is not None and b["review"] >= d["review"]["due_from"] for b in d["beats"])'
point "classify --json has the figures, and they agree with the beats"

# ---- The report ----

export SOURCE_DATE_EPOCH=1704189600
cli classify "$record" --model "$model" --quiet --report "$work/report.pdf"
expect_status 0
expect_magic "$work/report.pdf" "%PDF"
cli classify "$record" --model "$model" --quiet --report "$work/again.pdf"
expect_same "$work/report.pdf" "$work/again.pdf"
cli classify "$record" --model "$model" --quiet --report "$work/brief.pdf" --full-disclosure no
expect_status 0
cli classify "$record" --model "$model" --quiet --report "$work/letter.pdf" --paper letter
expect_status 0
point "a report is written, the same each time"

if command -v pdftotext >/dev/null && command -v pdfinfo >/dev/null; then
  pdftotext -layout "$work/report.pdf" "$work/report.txt"
  for text in 'not for diagnosis' 'record' 'model.safetensors' 'What was found' 'How sure' 'ventricular' \
    'by nobody yet' '25 mm/s · 10 mm/mV · no filter' 'The whole recording' '2024-01-02'; do
    grep -qF "$text" "$work/report.txt" || unmet "the report lacks $text"
  done
  grep -qF "$work" "$work/report.txt" && unmet "the report tells the folder"
  pages=$(grep -c 'Page [0-9]* of [0-9]*' "$work/report.txt")
  [[ $(pdfinfo "$work/report.pdf" | awk '/^Pages/{print $2}') -eq $pages ]] || unmet "$pages pages"
  [[ $(pdfinfo "$work/brief.pdf" | awk '/^Pages/{print $2}') -eq $((pages - 1)) ]] \
    || unmet "full disclosure is not left out"
  pdfinfo "$work/report.pdf" | grep -q '^Tagged: *yes' || unmet "not tagged"
  pdfinfo "$work/letter.pdf" | grep -q 'Page size: *612 x 792' || unmet "not on Letter"
  point "the report says what it should, on pages that are counted"
else
  skip "the report says what it should" "there is no pdftotext"
fi

if command -v qpdf >/dev/null; then
  qpdf --check "$work/report.pdf" >"$work/qpdf" 2>&1 || unmet "$(cat "$work/qpdf")"
  grep -q 'No syntax or stream encoding errors' "$work/qpdf" || unmet "$(cat "$work/qpdf")"
  point "the report is well-formed"
else
  skip "the report is well-formed" "there is no qpdf"
fi

cli classify "$record" --model "$model" --report "$work/report.txt"
expect_usage '--report'
cli classify "$record" --model "$model" --report "$work/r.pdf" --paper a5
expect_usage '--paper'
cli classify "$record" --model "$model" --report "$work/r.pdf" --full-disclosure maybe
expect_usage '--full-disclosure'
cli classify "$record" --model "$model" --quiet --report "$work/nowhere/r.pdf"
expect_failure 'r.pdf'
point "what cannot be written is refused"

# ---- Studies ----

study=$record.study.json
cli classify "$record" --model "$model" --quiet --output "$study"
expect_status 0
cp "$study" "$work/before"
cli classify "$record" --model "$model" --quiet --output "$study"
expect_failure 'record.study.json: .*not replaced'
expect_same "$study" "$work/before"
cli classify "$record" --study "$study" --json --quiet
expect_status 0
expect_json "$work/out" "all(d[k] == v for k, v in json.load(open('$work/classes.json')).items()
  if k not in ('beats', 'confidence'))"
expect_json "$work/out" "[(b['sample'], b['class'], b['rr'], b['unsure']) for b in d['beats']]
  == [(b['sample'], b['class'], b['rr'], b['unsure'])
    for b in json.load(open('$work/classes.json'))['beats']]"
point "a study is written, read again, and never replaced"

# The third beat rejected, the fifth made V.
"$python" - "$study" "$work/classes.json" <<'PYTHON'
import json, sys
text = open(sys.argv[1]).read()
beats = json.load(open(sys.argv[2]))["beats"]
def entry(i, letter, status, act):
    b = beats[i]
    return {"kind": "edit", "time": "2026-01-02T03:04:05Z", "act": act, "beats": [{"beat": i,
        "before": [b["sample"], b["class"], "predicted"], "after": [b["sample"], letter, status]}]}
other = "F" if beats[4]["class"] == "V" else "V"
log = [entry(2, beats[2]["class"], "rejected", "reject"), entry(4, other, "corrected", "relabel")]
assert text.rstrip().endswith('"log":[]}')
open(sys.argv[1], "w").write(text.rstrip()[:-len("[]}")] + json.dumps(log) + "}\n")
PYTHON
cli classify "$record" --study "$study" --json --quiet --report "$work/study.pdf"
expect_status 0
cp "$work/out" "$work/study.json"
expect_json "$work/out" 'd["reviewed"] == {"looked_at": 2, "by_hand": 2}'
expect_json "$work/out" "len(d['beats']) == len(json.load(open('$work/classes.json'))['beats']) - 1"
expect_json "$work/out" 'd["beats"][3]["status"] == "corrected"'
cli classify "$record" --study "$study"
expect_out '^looked at by a person: 2, of these changed by hand: 2$'
if command -v pdftotext >/dev/null; then
  pdftotext -layout "$work/study.pdf" "$work/study.txt"
  grep -q '2 beats were looked at; 2 changed, added, moved or rejected by hand' "$work/study.txt" \
    || unmet "the report does not tell who changed what"
fi
point "corrected beats are told and reported"

for suffix in cor edf csv; do
  cli classify "$record" --study "$study" --quiet --output "$record.$suffix"
  expect_status 0
done
head -n 1 "$record.csv" | grep -qx 'sample,seconds,class,status,rr,predicted,confidence,counted,review' \
  || unmet "the table has another head"
grep -q ',corrected,' "$record.csv" || unmet "the table lacks the corrected beat"
counted=$(grep -cE ',1,[0-9.]*$' "$record.csv")
for suffix in cor edf; do
  cli info "$record.$suffix" --json --quiet
  expect_status 0
  expect_json "$work/out" "sum(d['classes'].values()) == $counted"
done
point "corrected beats are written as table, annotations and EDF+"

cli classify "$record" --study "$study" --accept-above 50 --quiet --output "$work/accepted.study.json"
expect_status 0
cli classify "$record" --study "$work/accepted.study.json" --json --quiet
expect_json "$work/out" 'all(b["status"] != "predicted" or b["unsure"] or max(b["probabilities"]) < 0.5
  for b in d["beats"])'
expect_json "$work/out" 'd["reviewed"]["looked_at"] > 2 and d["reviewed"]["by_hand"] == 2'
grep -q '"accept all above 50 %"' "$work/accepted.study.json" || unmet "the act has another name"
cli classify "$record" --accept-above 20
expect_usage '--accept-above'
point "sure beats are accepted at once"

cli classify "$record" --study "$study" --model "$model"
expect_usage '--study'
cli classify "$record" --study "$study" --lead 1
expect_usage '--study'
cli classify "$record" --study "$work/classes.json"
expect_status 1
cli classify "$record" --study "$work/nothing.study.json"
expect_failure 'nothing.study.json'
cli synthesize --output "$work/other" --minutes 4 --seed 6 --quiet
cli classify "$work/other" --study "$study"
expect_failure 'record.study.json'
sed 's/"origin":"detector"/"origin":"abc"/' "$study" >"$work/abc.study.json"
cli classify "$record" --study "$work/abc.study.json"
expect_failure 'abc.study.json: .*--beats'
point "a study of something else is refused"

finish
