# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# TAP points of a script that looks for wrong lines. To be sourced; ends with end_points.
n=0
n_failed=0

# point NAME WRONG: "not ok" if there are wrong lines, of which the first 40 are shown.
point() {
  n=$((n + 1))
  if [[ -z $2 ]]; then
    echo "ok $n $1"
  else
    echo "not ok $n $1"
    printf '%s\n' "$2" | head -n 40 | sed 's/^/# /' >&2
    n_failed=$((n_failed + 1))
  fi
}

# skip NAME WHY
skip() {
  n=$((n + 1))
  echo "ok $n $1 # SKIP $2"
}

end_points() {
  echo "1..$n"
  [[ $n_failed -eq 0 ]]
}
