#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# ectopy-cli info on recordings.
# shellcheck source-path=SCRIPTDIR source=tap.sh
. "$(dirname "$0")/tap.sh"

cli synthesize --output "$work/made" --minutes 2 --rate 250 --json --quiet
cp "$work/out" "$work/made.json"

cli info "$work/made"
expect_status 0
expect_silence
expect_out '^recording +made \(WFDB\)$'
expect_out '^duration +2 min.*, 30000 samples a lead$'
expect_out '^rate +250 Hz$'
expect_out '^leads +MLII \(mV\)$'
expect_out '^ +V1 \(mV\)$'
expect_out '^annotations +[0-9]+ \(atr\)$'
expect_out '^class N +[0-9]+ \([0-9.]+ %\)  normal$'
expect_out '^code N +[0-9]+  normal beat$'
expect_out '^comment +'
! grep -q '^note' "$work/out" || unmet "notes: $(grep '^note' "$work/out")"
point "a recording by its name"

cli info --json "$work/made.hea"
expect_status 0
expect_json "$work/out" 'd["kind"] == "recording" and d["format"] == "WFDB" and d["name"] == "made.hea"'
expect_json "$work/out" 'd["rate_hz"] == 250 and d["samples"] == 30000 and d["duration_s"] == 120'
expect_json "$work/out" 'd["leads"][1] == {"name": "V1", "unit": "mV", "missing": 0}'
expect_json "$work/out" 'sum(d["codes"].values()) == d["annotations"] and d["annotator"] == "atr"'
expect_json "$work/out" 'd["start"] is None and d["notes"] == [] and d["comments"]'
expect_json "$work/out" \
  "d['classes'] == __import__('json').load(open('$work/made.json'))['classes']"
point "a recording as JSON: the beats that were made"

for file in made.dat made.atr; do
  cli info "$work/$file"
  expect_status 0
  expect_out "^recording +$file "
done
rm "$work/made.atr"
cli info "$work/made"
expect_out '^annotations +none$'
cli info --json "$work/made"
expect_json "$work/out" 'd["annotator"] is None and d["annotations"] == 0 and d["codes"] == {}'
point "a recording by any of its files, and without annotations"

truncate -s 60000 "$work/made.dat"
cli info "$work/made"
expect_status 0
expect_out ' 15000 samples a lead$'
expect_out '^note +“made.dat” holds 15000 of the 30000 samples a lead'
point "what is amiss is told"

sed -i '2s/ 16 / 999 /' "$work/made.hea"
cli info "$work/made"
expect_failure '“made.hea”, line 2: .*“999”'
sed -i '2s/^made.dat/..\/made.dat/' "$work/made.hea"
cli info "$work/made.hea"
expect_failure '“made.hea”, line 2: '
rm "$work/made.dat"
sed -i '2s/.*/made.dat 16/' "$work/made.hea"
cli info "$work/made.hea"
expect_failure '“made.dat” cannot be opened'
mkfifo "$work/pipe"
cli info "$work/pipe"
expect_failure 'pipe'
point "failures name file and line"

finish
