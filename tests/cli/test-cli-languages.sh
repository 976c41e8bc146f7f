#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# What ectopy-cli writes for programs is the same in every language; for people, numbers are theirs.
# shellcheck source-path=SCRIPTDIR source=tap.sh
. "$(dirname "$0")/tap.sh"

german=de_DE.UTF-8
export LANGUAGE=

# cli_in LOCALE ARGUMENTS...: as cli; keeps standard output as LOCALE.out.
cli_in() {
  local locale=$1

  shift
  LC_ALL=$locale cli "$@"
  expect_status 0
  cp "$work/out" "$work/$locale.out"
}

if [[ $(LC_ALL=$german locale decimal_point 2>/dev/null) != , ]]; then
  skip "JSON and tables in every language" "there is no locale $german"
  skip "numbers for people in their language" "there is no locale $german"
  skip "options in every language" "there is no locale $german"
  finish
  exit
fi

cli synthesize --output "$work/made" --minutes 2 --rate 250 --quiet
cli synthesize --output "$work/beats.csv" --beats 60 --quiet
for arguments in \
  "info $work/made" \
  "info $work/beats.csv" \
  "detect $work/made" \
  "classify $work/made --families yes" \
  "evaluate $work/beats.csv" \
  "evaluate $work/made" \
  "compare $work/made.atr $work/made.atr --from 0" \
  "cut $work/made --output $work/cut.csv" \
  "synthesize --minutes 1.5 --rate 180.5 --output $work/again" \
  "predict $work/beats.csv --row 7"; do
  for locale in C.UTF-8 $german; do
    # shellcheck disable=SC2086 # words
    cli_in "$locale" $arguments --json --quiet
    # How long it took is another each time.
    sed -E 's/"(seconds|beats_per_second)" ?: ?[0-9.e+-]+//g' "$work/$locale.out" >"$work/$locale.json"
  done
  expect_same "$work/C.UTF-8.json" "$work/$german.json"
done
for locale in C.UTF-8 $german; do
  cli_in "$locale" predict "$work/beats.csv" --quiet
  LC_ALL=$locale cli detect "$work/made" --quiet --output "$work/$locale.csv"
done
expect_same "$work/C.UTF-8.out" "$work/$german.out"
expect_same "$work/C.UTF-8.csv" "$work/$german.csv"
point "JSON and tables in every language"

cli_in $german detect "$work/made" --quiet
expect_out '[ :][0-9]+.* 2,0 '
cli_in C.UTF-8 detect "$work/made" --quiet
expect_out ' 2\.0 '
cli_in $german info "$work/beats.csv" --quiet
expect_out '^N +[0-9]+ \([0-9]+,[0-9].%\)'
point "numbers for people in their language"

# Words of options, and numbers with a point, are understood everywhere.
for map in literature bxb; do
  cli_in $german compare "$work/made.atr" "$work/made.atr" --map $map --from 0:00 --window 120.5 --json
done
cli_in $german synthesize --minutes 0.5 --output "$work/short" --json
expect_json "$work/out" 'd["duration_s"] == 30'
point "options in every language"
finish
