#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# ectopy-cli on the published beats, where ECTOPY_CSV names a folder with mitbih_test.csv.
# shellcheck source-path=SCRIPTDIR source=tap.sh
. "$(dirname "$0")/tap.sh"

beats=${ECTOPY_CSV:-}/mitbih_test.csv
if [[ ! -e $beats ]]; then
  skip "info tells the published counts" "ECTOPY_CSV does not name a folder with mitbih_test.csv"
  skip "the model that comes with Ectopy" "ECTOPY_CSV does not name a folder with mitbih_test.csv"
  finish
  exit
fi

cli info --json "$beats"
expect_status 0
expect_json "$work/out" 'd["rows"] == 21892 and d["length"] == 187'
expect_json "$work/out" 'd["classes"] == {"N": 18118, "S": 556, "V": 1448, "F": 162, "Q": 1608}'
point "info tells the published counts"

if [[ -e $ECTOPY_TOP/data/models/beats.safetensors ]]; then
  ECTOPY_MODELS=$ECTOPY_TOP/data/models cli evaluate --json --quiet "$beats"
  expect_status 0
  expect_json "$work/out" 'd["n"] == 21892 and d["accuracy"] > 0.98'
  point "the model that comes with Ectopy"
else
  skip "the model that comes with Ectopy" "there is none in data/models"
fi

finish
