#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# ectopy-cli compare, on made-up recordings.
# shellcheck source-path=SCRIPTDIR source=tap.sh
. "$(dirname "$0")/tap.sh"

mkdir "$work/db" "$work/found" "$work/notes"
for seed in 5 6; do
  cli synthesize --output "$work/db/r$seed" --minutes 8 --seed $seed --quiet
  expect_status 0
  cli detect "$work/db/r$seed" --quiet --output "$work/found/r$seed.qrs"
  expect_status 0
done
point "recordings to use"

cli compare "$work/db/r5.atr" "$work/found/r5.qrs"
expect_status 0
expect_out '^Beat by beat after ANSI/AAMI EC57: marks match within 150 ms, beats before 5:00 are not'
expect_out '^Map .literature.: '
expect_out '^r5 +[0-9,]+ +[0-9.]+ '
expect_out '^V couplets '
expect_out 'not for diagnosis'
point "two files are compared; protocol and map are named"

cli compare "$work/db/r5.atr" "$work/db/r5.atr" --json --quiet
expect_status 0
expect_silence
expect_json "$work/out" 'set(d) >= {"map", "from_s", "records", "gross", "average"}'
expect_json "$work/out" 'd["map"] == "literature" and d["from_s"] == 300 and d["standard"]'
expect_json "$work/out" 'set(d["records"][0]["counts"]) == {a + b for a in "NSVFQOX" for b in "nsvfqox"}
  - {a + b for a in "OX" for b in "ox"}'
expect_json "$work/out" 'all(n == 0 or c[0].lower() == c[1] for c, n in
  d["records"][0]["counts"].items())'
expect_json "$work/out" 'd["gross"]["qrs_se"] == d["gross"]["qrs_ppv"] == 100'
expect_json "$work/out" 'd["gross"]["veb_fpr"] == 0 and d["records"][0]["record"] == "r5"'
point "what is compared with itself agrees; --json has the promised shape"

cli compare "$work/db/r5.atr" "$work/found/r5.qrs" --from 0 --json --quiet --map bxb --window 20
expect_status 0
expect_json "$work/out" 'd["map"] == "bxb" and d["from_s"] == 0 and d["window_ms"] == 20'
expect_json "$work/out" 'not d["standard"] and d["records"][0]["sveb_ppv"] is None'
cli compare "$work/db/r5.atr" "$work/found/r5.qrs" --from 1:30.5
expect_status 0
expect_out 'before 1:30\.500'
expect_out 'not the standard'
point "map, start and window can be chosen, and are told"

cli compare --test qrs --test-folder "$work/found" "$work/db" --json --quiet
expect_status 0
cp "$work/out" "$work/all.json"
expect_json "$work/out" '[r["record"] for r in d["records"]] == ["r5", "r6"]'
expect_json "$work/out" 'all(d["gross"]["counts"][c] == sum(r["counts"][c] for r in d["records"])
  for c in d["gross"]["counts"])'
expect_json "$work/out" 'abs(d["average"]["qrs_se"] - sum(r["qrs_se"] for r in d["records"]) / 2) < 1e-9'
cli compare --test qrs --test-folder "$work/found" --reference atr "$work/db/r5" "$work/db/r6.hea" \
  --json --quiet
expect_status 0
expect_same "$work/out" "$work/all.json"
cli compare --test qrs --test-folder "$work/found" "$work/db"
expect_status 0
expect_out '^gross  '
expect_out '^average  '
point "several records: a folder or one by one, gross and average"

cli compare "$work/db/r5.atr" "$work/found/r5.qrs" --json --quiet --mismatches "$work/db/r5.bad"
expect_status 0
n=$("$python" -c "import json; d = json.load(open('$work/out'))['records'][0]['counts']
print(sum(d.values()))")
wrong=$("$python" -c "import json; d = json.load(open('$work/out'))['records'][0]['counts']
print(sum(n for c, n in d.items() if c[0].lower() != c[1]))")
cli info "$work/db/r5.bad" --json --quiet
expect_status 0
expect_json "$work/out" "d['annotations'] == $n"
expect_json "$work/out" "sum(c['count'] if isinstance(c, dict) else c
  for s, c in d['codes'].items() if s == '\"') == $wrong"
cli compare --test qrs --test-folder "$work/found" "$work/db" --mismatches "$work/notes" --quiet
expect_status 0
expect_file "$work/notes/r5.ec57"
expect_file "$work/notes/r6.ec57"
point "mismatches are written as notes"

cli compare "$work/db/r5.atr"
expect_usage 'REFERENCE TEST'
cli compare "$work/db/r5.atr" "$work/found/r5.qrs" "$work/found/r6.qrs"
expect_usage 'REFERENCE TEST'
cli compare "$work/db" "$work/found"
expect_usage '--test ANNOTATOR'
cli compare "$work/db/r5.hea" "$work/found/r5.qrs"
expect_usage 'annotation files'
cli compare "$work/db/r5.atr" "$work/found/r5.qrs" --reference atr
expect_usage '--test ANNOTATOR'
cli compare "$work/db/r5.atr" "$work/found/r5.qrs" --map both
expect_usage '--map: .*“both”'
for from in 5:61 -1 1:2:3:4 soon ''; do
  cli compare "$work/db/r5.atr" "$work/found/r5.qrs" "--from=$from"
  expect_usage '--from: '
done
cli compare "$work/db/r5.atr" "$work/found/r5.qrs" --window -1
expect_usage '--window: '
cli compare "$work/db/r5.atr" "$work/found/r5.qrs" --rate -1
expect_usage '--rate: '
point "wrong usage is told"

cli compare "$work/db/r5.atr" "$work/found/none.qrs"
expect_failure 'none.qrs'
cli compare --test none "$work/db"
expect_failure 'r5.none'
cli compare --test qrs "$work/found"
expect_failure 'found'
cli compare --test qrs --reference none --test-folder "$work/found" "$work/db"
expect_failure 'db.*\.none'
cli compare "$work/found/r5.qrs" "$work/found/r6.qrs"
expect_failure 'r5.qrs.*--rate HZ'
cli compare "$work/found/r5.qrs" "$work/found/r6.qrs" --rate 360 --quiet
expect_status 0
cli compare --test qrs --test-folder "$work/found" "$work/db" --mismatches "$work/one.bad"
expect_failure 'one.bad.*folder'
[[ ! -e $work/one.bad ]] || unmet "something is left"
cli compare "$work/db/r5.atr" "$work/found/r5.qrs" --mismatches "$work/nowhere/one.bad"
expect_failure 'one.bad'
point "what cannot be compared is named"

finish
