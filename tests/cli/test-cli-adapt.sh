#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# ectopy-cli classify --adapt, on a made-up recording whose model has learned very little; and what info tells
# of models of several networks.
# shellcheck source-path=SCRIPTDIR source=tap.sh
. "$(dirname "$0")/tap.sh"

record=$work/record
model=$work/model.safetensors
cli info context
input=$(grep '^input ' "$work/out")
cat >"$work/tiny.network" <<NETWORK
network tiny
$input
conv 4 kernel=7 stride=2
batch-norm
relu
max-pool 4
flatten
dense 16
side
dense 16
relu
end
relu
dense 5
softmax
NETWORK
cli synthesize --output "$record" --minutes 4 --seed 5 --quiet
expect_status 0
mkdir "$work/others"
for seed in 11 12 13 14 15 16; do
  cli synthesize --output "$work/others/$seed" --minutes 2 --seed "$seed" --quiet
done
cli train "$work/others" --network "$work/tiny.network" --output "$model" --epochs 1 --members 2 \
  --epoch-beats 256 --batch-size 64 --validation-split 0 --best-by last --quiet
expect_status 0
point "a model of beats with what is around them"

cli info "$model"
expect_status 0
expect_out '^members +2 networks'
expect_out '^familiarity +12 leads'
cli info "$model" --json --quiet
expect_json "$work/out" 'd["members"] == 2 and d["temperature"] == 1'
expect_json "$work/out" 'd["familiarity"]["leads"] == 12'
point "info tells networks, temperature and familiarity"

cli classify "$record" --model "$model" --beats atr --json --quiet
expect_status 0
expect_json "$work/out" 'd["unlike"]["shape"] > 0 and d["unlike"]["rhythm"] > 0'
expect_json "$work/out" 'd["adapted"] is None'
point "classify tells how unlike the recording is"

# The study of a person who has looked at every fifth beat.
cli classify "$record" --model "$model" --beats atr --output "$work/record.study.json" --quiet
expect_status 0
"$python" - "$work/record.study.json" <<'PYTHON'
import json, sys
d = json.load(open(sys.argv[1]))
found, log = d["found"], []
classes = {1: "N", 5: "V", 6: "F", 8: "S", 9: "S", 12: "Q", 13: "Q", 38: "Q"}
for i in range(0, len(found["samples"]), 5):
    given, truth = found["classes"][i], classes.get(found["codes"][i], "N")
    state = [found["samples"][i], given, "predicted"]
    after = [state[0], truth, "accepted" if truth == given else "corrected"]
    log.append({"kind": "edit", "time": "2026-01-01T00:00:00Z", "act": "relabel",
                "beats": [{"beat": i, "before": state, "after": after}]})
d["log"] = log
json.dump(d, open(sys.argv[1], "w"))
PYTHON
adapt=(classify "$record" --beats atr --study "$work/record.study.json" --adapt yes --model "$model")
cli "${adapt[@]}" --adapted-model "$work/copy.safetensors" --output "$work/after.study.json"
expect_status 0
expect_out '^adapted to this recording in .* before, [0-9]+ after'
expect_out '^[0-9]+ of the [0-9]+ beats that nobody looked at change'
expect_out 'never comparable'
expect_out '^adapted: [0-9]+ of the beats have the class that .model \(adapted\). gave'
point "classify --adapt tells what was before and after"

cli "${adapt[@]}" --json --quiet
expect_status 0
expect_json "$work/out" 'd["adaptation"]["right_after"] > d["adaptation"]["right_before"]'
expect_json "$work/out" 'sum(c["looked_at"] for c in d["adaptation"]["classes"].values())
  == d["adaptation"]["looked_at"] and d["adaptation"]["folds"] == 3'
expect_json "$work/out" 'd["adapted"]["model"] == "model (adapted)"'
cp "$work/out" "$work/after.json"
cli classify "$record" --beats atr --study "$work/after.study.json" --json --quiet
expect_status 0
expect_json "$work/out" "d['beats'] == json.load(open('$work/after.json'))['beats']
  or [b['class'] for b in d['beats']] == [b['class'] for b in json.load(open('$work/after.json'))['beats']]"
expect_json "$work/out" 'd["adapted"]["beats"] > 100'
point "the study that is written has the classes of the copy"

cli info "$work/copy.safetensors"
expect_status 0
expect_out '^adapted-from +sha256:'
expect_out '^adapted-on +[0-9]+ beats of one recording'
expect_out '^protocol .*never comparable'
grep -F "$record" "$work/out" >/dev/null && unmet "the card names the recording"
cli classify "$record" --model "$work/copy.safetensors" --quiet
expect_out 'model copy.safetensors \(adapted\)'
point "the copy says that it was adapted, not to what"

cli classify "$record" --adapt yes
expect_usage '--adapt.*--study'
cli classify "$record" --study "$work/record.study.json" --adapt maybe
expect_usage '--adapt: expected yes or no'
cli classify "$record" --study "$work/record.study.json" --adapted-model "$work/x.safetensors"
expect_usage '--adapted-model goes with'
cli classify "$record" --model "$model" --output "$work/new.study.json" --quiet
cli classify "$record" --study "$work/new.study.json" --adapt yes --model "$model" --quiet
expect_failure '0 of the beats have been looked at.*at least 10'
point "classify --adapt refuses what makes no sense"

finish
