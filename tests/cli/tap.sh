# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# What the tests of the command line share. A test runs the program, states what it expects, and
# closes with a point: expectations that were not met since the last point make it "not ok".
#
#   cli info FILE             runs the program; sets $status, writes $work/out and $work/err
#   expect_status 0           and other expectations
#   point "info tells rows"   one TAP point

set -uo pipefail

: "${ECTOPY_CLI:?names the program}" "${ECTOPY_TOP:?names the source folder}"
python=${PYTHON:-python3}
work=$(mktemp -d "${TMPDIR:-/tmp}/ectopy-cli.XXXXXX")
trap 'rm -rf "$work"' EXIT
status=0
unmet=()
n_points=0
n_failed=0

cli() {
  status=0
  "$ECTOPY_CLI" "$@" >"$work/out" 2>"$work/err" </dev/null || status=$?
}

unmet() { unmet+=("$*"); }

expect_status() {
  [[ $status -eq $1 ]] || unmet "exit status $status, expected $1; stderr: $(tail -n 5 "$work/err")"
}

# expect_out REGEX, expect_err REGEX: a line of it matches.
expect_out() { grep -qE -- "$1" "$work/out" || unmet "no $1 in stdout: $(head -n 20 "$work/out")"; }
expect_err() { grep -qE -- "$1" "$work/err" || unmet "no $1 in stderr: $(head -n 20 "$work/err")"; }

expect_silence() { [[ ! -s $work/err ]] || unmet "stderr: $(head -n 5 "$work/err")"; }

# A failure: status 1, nothing on stdout, one line "ectopy-cli: WHAT: WHY" that matches.
expect_failure() {
  expect_status 1
  [[ ! -s $work/out ]] || unmet "stdout: $(head -n 5 "$work/out")"
  [[ $(wc -l <"$work/err") -eq 1 ]] || unmet "stderr is not one line: $(cat "$work/err")"
  expect_err "^ectopy-cli: "
  expect_err "$1"
}

expect_usage() {
  expect_status 2
  expect_err "^ectopy-cli: "
  expect_err "$1"
  expect_err "^Try: ectopy-cli .*--help$"
}

expect_file() { [[ -s $1 ]] || unmet "$1 is missing or empty"; }

# expect_magic FILE TEXT: the file begins with it.
expect_magic() {
  local head

  head=$(head -c "${#2}" "$1" 2>/dev/null | tr '\0' '0')
  [[ $head == "$2" ]] || unmet "$1 does not begin with $2 but with $head"
}

expect_same() { cmp "$1" "$2" >"$work/cmp" 2>&1 || unmet "$(cat "$work/cmp")"; }

expect_line_count() {
  [[ $(wc -l <"$1") -eq $2 ]] || unmet "$1 has $(wc -l <"$1") lines, expected $2"
}

# expect_json FILE EXPRESSION: it is JSON, and the Python expression on it, named d, is true.
expect_json() {
  "$python" - "$1" "$2" >"$work/json" 2>&1 <<'PYTHON' || unmet "$2: $(tail -n 1 "$work/json")"
import json, math, sys
d = json.load(open(sys.argv[1], encoding="utf-8"))
assert eval("(" + sys.argv[2] + ")"), json.dumps(d)[:300]
PYTHON
}

point() {
  n_points=$((n_points + 1))
  if [[ ${#unmet[@]} -eq 0 ]]; then
    printf 'ok %d %s\n' "$n_points" "$1"
  else
    printf 'not ok %d %s\n' "$n_points" "$1"
    printf '%s\n' "${unmet[@]}" | sed 's/^/# /' >&2
    n_failed=$((n_failed + 1))
  fi
  unmet=()
}

skip() {
  n_points=$((n_points + 1))
  printf 'ok %d %s # SKIP %s\n' "$n_points" "$1" "$2"
}

# The last command of a test.
finish() {
  printf '1..%d\n' "$n_points"
  [[ $n_failed -eq 0 ]]
}
