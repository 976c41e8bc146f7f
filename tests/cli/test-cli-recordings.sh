#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# ectopy-cli detect and cut, on a made-up recording.
# shellcheck source-path=SCRIPTDIR source=tap.sh
. "$(dirname "$0")/tap.sh"

record=$work/record
cli synthesize --output "$record" --minutes 4 --seed 5 --quiet
expect_status 0
point "a recording to use"

# ---- detect ----

cli detect "$record"
expect_status 0
expect_out '^record: [0-9]+ beats in 4\.0 min, [0-9]+ a minute'
point "detect tells how many beats there are"

cli detect "$record.hea" --json --quiet
expect_status 0
expect_silence
expect_json "$work/out" 'set(d) >= {"record", "rate_hz", "n_beats", "unsure_s", "beats"}'
expect_json "$work/out" 'd["rate_hz"] == 360 and d["n_beats"] == len(d["beats"]) > 150'
expect_json "$work/out" 'all(set(b) == {"sample", "score", "unsure"} for b in d["beats"])'
expect_json "$work/out" 'all(a["sample"] < b["sample"] for a, b in zip(d["beats"], d["beats"][1:]))'
cp "$work/out" "$work/beats.json"
point "detect --json has the promised shape"

cli detect "$record" --quiet --output "$work/beats.csv"
expect_status 0
cli detect "$record" --quiet --output "$work/record.qrs"
expect_status 0
expect_file "$work/record.qrs"
n=$("$python" -c "import json; print(json.load(open('$work/beats.json'))['n_beats'])")
expect_line_count "$work/beats.csv" $((n + 1))
cli info "$work/record.qrs" --json --quiet
expect_status 0
expect_json "$work/out" "d['annotations'] == $n and d['annotator'] == 'qrs'"
point "detect writes tables and annotations that are read again"

cli detect "$record" --lead 1 --quiet
expect_status 0
cli detect "$record" --lead V9
expect_status 1
expect_err 'record: there is no lead .V9.'
cli detect "$work/beats.csv"
expect_status 1
expect_err 'beats.csv'
cli detect "$record" --quiet --output "$work/nowhere/beats.csv"
expect_status 1
point "detect refuses what it cannot use, and says why"

# ---- classify ----

model=$work/model.safetensors
cli train "$ECTOPY_TOP/data/example/beats.csv" --network "$ECTOPY_TOP/tests/cli/tiny.network" \
  --output "$model" --epochs 2 --quiet
expect_status 0
cli classify "$record" --model "$model"
expect_status 0
expect_out '^record: [0-9]+ beats in 4\.0 min'
expect_out '^couplets [0-9]+, runs [0-9]+'
expect_out 'not for diagnosis'
point "classify tells counts and episodes"

cli classify "$record" --model "$model" --json --quiet
expect_status 0
expect_silence
expect_json "$work/out" 'set(d) >= {"record", "rate_hz", "lead", "model", "counts", "unsure_s",
  "episodes", "beats", "notice"}'
expect_json "$work/out" 'sum(d["counts"].values()) == len(d["beats"])'
expect_json "$work/out" 'd["beats"][0]["rr"] is None and 0.2 < d["beats"][1]["rr"] < 3'
expect_json "$work/out" 'all(abs(sum(b["probabilities"]) - 1) < 1e-4 for b in d["beats"])'
n=$("$python" -c "import json; print(len(json.load(open('$work/out'))['beats']))")
cli classify "$record" --model "$model" --quiet --output "$work/classes.csv"
expect_status 0
expect_line_count "$work/classes.csv" $((n + 1))
head -n 1 "$work/classes.csv" | grep -qx 'sample,seconds,class,rr,N,S,V,F,Q,unsure,review' \
  || unmet "the head of the table: $(head -n 1 "$work/classes.csv")"
cli classify "$record" --model "$model" --families yes --json --quiet
expect_status 0
expect_json "$work/out" '1 <= len(d["families"]) <= 16'
expect_json "$work/out" 'all(f["beats"] == sum(b.get("family") == f["family"] for b in d["beats"])
  and f["counts"][f["class"]] == max(f["counts"].values()) for f in d["families"])'
expect_json "$work/out" 'all((b["family"] is None) == b["unsure"] for b in d["beats"])'
cli classify "$record" --model "$model" --families yes
expect_status 0
expect_out '^family +beats  class'
expect_out '^     1 +[0-9]+  [NSVFQ]'
cli classify "$record" --families maybe
expect_usage '--families'
cli classify "$record" --model "$model" --quiet --output "$work/record.ect"
expect_status 0
cli info "$work/record.ect" --json --quiet
expect_json "$work/out" "d['annotations'] == $n"
point "classify --json, tables and annotations agree"

cli info "$record" --json --quiet
expect_json "$work/out" 'd["annotator"] == "atr"'
marked=$("$python" -c "import json; print(sum(json.load(open('$work/out'))['classes'].values()))")
cli classify "$record" --model "$model" --beats atr --json --quiet
expect_status 0
expect_json "$work/out" "len(d['beats']) == $marked"
cli classify "$record" --model "$model" --lead nowhere
expect_status 1
expect_err 'record: there is no lead .nowhere.'
cli classify "$record" --model "$work/classes.csv"
expect_status 1
point "classify takes the beats of an annotator, and refuses what it cannot use"

# ---- cut ----

cli cut "$record" --output "$work/cut.csv"
expect_status 0
expect_out 'beats of 1 records'
expect_file "$work/cut.csv"
rows=$(wc -l <"$work/cut.csv")
expect_line_count "$work/cut_index.csv" $((rows + 1))
grep -q '^0,record,[0-9]*,.,[0-4]$' "$work/cut_index.csv" || unmet "the index has another shape"
cli info "$work/cut.csv" --json --quiet
expect_status 0
expect_json "$work/out" "d['rows'] == $rows and d['length'] == 187"
point "cut writes beats that are read again, and their index"

cli cut "$record" "$record" --output "$work/twice.csv" --json --quiet
expect_status 0
expect_json "$work/out" "d['beats'] == 2 * $rows and sum(d['classes'].values()) == 2 * $rows"
point "cut takes several records"

cli cut "$record"
expect_status 2
cli cut "$record" --annotator qrs --output "$work/found.csv" --quiet
expect_status 0
cli cut "$record" --annotator none --output "$work/none.csv"
expect_status 1
[[ ! -e $work/none.csv ]] || unmet "something is left"
cli cut "$record" --lead 7 --output "$work/none.csv"
expect_status 1
expect_err 'no lead .7.'
[[ ! -e $work/none.csv ]] || unmet "something is left"
point "cut refuses what it cannot use, and leaves nothing"

# ---- EDF ----

cli classify "$record" --model "$model" --quiet --output "$work/beats.edf"
expect_status 0
cli classify "$record" --model "$model" --json --quiet
cp "$work/out" "$work/classes.json"
cli info "$work/beats.edf" --json --quiet
expect_status 0
expect_json "$work/out" 'd["format"] == "EDF" and d["rate_hz"] == 360 and d["annotator"] == "EDF+"'
expect_json "$work/out" "d['classes'] == json.load(open('$work/classes.json'))['counts']"
expect_json "$work/out" 'd["samples"] == 86400 and d["notes"] == []'
point "classify writes EDF+ that is read again"

cli detect "$work/beats.edf" --json --quiet --output "$work/again.edf"
expect_status 0
expect_json "$work/out" "[b['sample'] for b in d['beats']] == [b['sample'] for b in
  json.load(open('$work/beats.json'))['beats']]"
cli classify "$work/again.edf" --model "$model" --beats all --json --quiet
expect_status 0
expect_json "$work/out" "[(b['sample'], b['class']) for b in d['beats']] == [(b['sample'], b['class'])
  for b in json.load(open('$work/classes.json'))['beats']]"
cli cut "$work/beats.edf" --output "$work/edf.csv" --quiet
expect_status 0
head -c 300 "$work/beats.edf" >"$work/short.edf"
cli info "$work/short.edf"
expect_failure 'short.edf.*bytes was expected'
point "detect, classify and cut take EDF"

# ---- Tables ----

"$python" - "$work" <<'PYTHON'
import struct, sys
folder = sys.argv[1]
data = open(folder + "/record.dat", "rb").read()
steps = struct.unpack("<%dh" % (len(data) // 2), data)[::2]
with open(folder + "/timed.csv", "w") as f:
    f.write("'Elapsed time','MLII'\n'hh:mm:ss.mmm','mV'\n")
    for i, s in enumerate(steps):
        ms = round(i / 0.36)
        f.write("'%d:%02d.%03d',%.3f\n" % (ms // 60000, ms // 1000 % 60, ms % 1000, s / 200))
with open(folder + "/steps.csv", "w") as f:
    f.write("'sample #','MLII'\n" + "".join("%d,%d\n" % row for row in enumerate(steps)))
PYTHON
cli info "$work/timed.csv" --json --quiet
expect_status 0
expect_json "$work/out" 'd["format"] == "table" and d["rate_hz"] == 360 and d["samples"] == 86400'
cli detect "$record" --lead 0 --json --quiet
cp "$work/out" "$work/first.json"
cli detect "$work/timed.csv" --json --quiet
expect_status 0
expect_json "$work/out" "d['beats'] == json.load(open('$work/first.json'))['beats']"
point "a table of samples with times is a recording"

cli detect "$work/steps.csv"
expect_failure 'steps.csv.*--rate HZ'
cli detect "$work/steps.csv" --rate 360
expect_failure 'steps.csv.*--unit .*--gain'
cli classify "$work/steps.csv" --model "$model" --rate 360 --unit adu
expect_failure 'steps.csv.*--gain STEPS_PER_MV'
cli cut "$work/steps.csv" --output "$work/none.csv"
expect_failure 'steps.csv.*--rate HZ'
cli info "$work/steps.csv"
expect_failure 'steps.csv.*--rate HZ'
cli detect "$work/steps.csv" --rate -1
expect_usage '--rate'
cli info "$work/steps.csv" --unit mmHg
expect_usage '--unit'
cli info "$work/steps.csv" --gain -2
expect_usage '--gain'
cli detect "$work/steps.csv" --rate 360 --gain 200 --json --quiet
expect_status 0
expect_json "$work/out" "d['beats'] == json.load(open('$work/first.json'))['beats']"
cli classify "$work/steps.csv" --model "$model" --rate 360 --unit adu --gain 200 --quiet
expect_status 0
point "what a table does not tell is asked for by the option that tells it"

finish
