#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# ectopy-cli synthesize: beats and recordings that are made up.
# shellcheck source-path=SCRIPTDIR source=tap.sh
. "$(dirname "$0")/tap.sh"

make_beats() { cli synthesize --output "$work/$1.csv" --beats 300 "${@:2}"; }

make_beats a
expect_status 0
expect_out '^300 made-up beats of 187 samples: N [0-9]+ S [0-9]+ V [0-9]+ F [0-9]+ Q [0-9]+$'
expect_out "^$work/a\.csv$"
expect_line_count "$work/a.csv" 300
cli info --json "$work/a.csv"
expect_json "$work/out" 'd["rows"] == 300 and d["length"] == 187 and d["labelled"]'
expect_json "$work/out" 'all(d["classes"].values()) and sum(d["classes"].values()) == 300'
point "beats of all classes"

make_beats b --json --quiet
expect_silence
expect_json "$work/out" 'd["kind"] == "beats" and sum(d["classes"].values()) == 300'
expect_json "$work/out" "d['files'] == ['$work/b.csv'] and list(d['classes']) == list('NSVFQ')"
expect_same "$work/a.csv" "$work/b.csv"
make_beats b --seed 43
! cmp -s "$work/a.csv" "$work/b.csv" || unmet "two seeds, the same beats"
point "the same seed gives the same bytes, another gives others"

"$python" - "$work/a.csv" >"$work/json" 2>&1 <<'PYTHON' || unmet "$(tail -n 1 "$work/json")"
import sys
for line in open(sys.argv[1]):
    samples = [float(x) for x in line.split(",")][:-1]
    assert min(samples) >= 0 and 0.5 < max(samples) <= 1, (min(samples), max(samples))
PYTHON
point "samples are from 0 to 1, as in the published files"

cli synthesize --output "$work/example.csv" --beats 600 --seed 42
"$python" - "$work/example.csv" "$ECTOPY_TOP/data/example/beats.csv" >"$work/json" 2>&1 <<'PYTHON' \
  || unmet "$(tail -n 1 "$work/json")"
import sys
made, kept = ([[float(x) for x in line.split(",")] for line in open(path)] for path in sys.argv[1:])
assert len(made) == len(kept), (len(made), len(kept))
# Another mathematical library may move a mark by a sample, which changes a row.
others = sum(max(abs(x - y) for x, y in zip(a, b)) > 1e-3 for a, b in zip(made, kept))
assert others <= 6, f"{others} rows differ"
PYTHON
point "the example is what its README says"

cli synthesize --output "$work/record" --minutes 2 --rate 250 --json
expect_status 0
for suffix in hea dat atr; do expect_file "$work/record.$suffix"; done
expect_json "$work/out" 'd["kind"] == "recording" and d["rate_hz"] == 250'
expect_json "$work/out" 'd["duration_s"] == 120 and sum(d["classes"].values()) > 60'
expect_json "$work/out" "d['files'] == ['$work/record.' + s for s in ('hea', 'dat', 'atr')]"
grep -qE '^record 2 250(\.0*)? 30000' "$work/record.hea" || unmet "$(head -n 1 "$work/record.hea")"
[[ $(wc -c <"$work/record.dat") -ge 90000 ]] || unmet "the signals are too short"
point "a recording becomes a WFDB record"

cli synthesize --output "$work/named.hea" --minutes 1
expect_status 0
expect_out '^1 min 0 s made up at 360 Hz, beats: N '
expect_file "$work/named.dat"
cli synthesize --output "$work/again" --minutes 1
expect_same "$work/named.dat" "$work/again.dat"
expect_same "$work/named.atr" "$work/again.atr"
point "a record may be named by one of its files, and is made again to the byte"

cli synthesize
expect_usage 'expected --output FILE'
cli synthesize --output "$work/x.csv" surplus
expect_usage 'too many files'
cli synthesize --output "$work/x.csv" --minutes 3
expect_usage 'a \.csv takes --beats'
cli synthesize --output "$work/x" --beats 3
expect_usage 'recordings take --hours or --minutes'
cli synthesize --output "$work/x" --hours 1 --minutes 3
expect_usage 'not both'
for beats in 0 -3 many; do
  cli synthesize --output "$work/x.csv" --beats "$beats"
  expect_usage '--beats: expected a whole number from 1'
done
cli synthesize --output "$work/x" --hours -1
expect_usage 'expected numbers above 0'
point "what does not go together is wrong usage"

cli synthesize --output "$work/x" --rate 3 --minutes 1
expect_failure '3'
cli synthesize --output "$work/no/such/x.csv"
expect_failure 'no/such/x\.csv: there is no folder'
for file in "$work"/x*; do
  [[ ! -e $file ]] || unmet "$file was written"
done
point "a rate out of range and a missing folder are failures"

finish
