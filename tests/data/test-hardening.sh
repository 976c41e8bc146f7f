#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Whether programs were built hard to misuse: test-hardening.sh PROGRAM...
set -euo pipefail
# shellcheck source=tests/support/points.sh
source "$(dirname "${BASH_SOURCE[0]}")/../support/points.sh"

# without WHAT FOUND: a wrong line if FOUND is empty.
without() {
  if [[ -z $2 ]]; then echo "no $1"; fi
}

for program in "$@"; do
  name=$(basename "$program")
  header=$(readelf -hW "$program")
  segments=$(readelf -lW "$program")
  dynamic=$(readelf -dW "$program")
  symbols=$(readelf --dyn-syms -W "$program")

  point "$name lies anywhere in memory (PIE)" \
    "$(without "type DYN" "$(grep -E 'Type: +DYN' <<<"$header" || true)"
    without "flag PIE" "$(grep -E 'FLAGS_1.*PIE' <<<"$dynamic" || true)")"
  point "$name: what the link fixes up is read-only from the start (full RELRO)" \
    "$(without "GNU_RELRO" "$(grep GNU_RELRO <<<"$segments" || true)"
    without "NOW" "$(grep -E 'FLAGS.*NOW' <<<"$dynamic" || true)")"
  point "$name: no segment is both written and run" \
    "$(without "GNU_STACK" "$(grep GNU_STACK <<<"$segments" || true)"
    grep -E ' RWE ' <<<"$segments" || true)"
  point "$name: canaries on the stack" "$(without __stack_chk_fail "$(grep __stack_chk_fail <<<"$symbols" || true)")"
  point "$name: copies are checked" "$(without "_chk" "$(grep -E '__(mem|str|v?s?n?printf|read|pread)[a-z0-9]*_chk' \
    <<<"$symbols" || true)")"
  if grep -q 'X86-64' <<<"$header"; then
    point "$name: jumps land where they may (endbr64)" \
      "$(without endbr64 "$(objdump -d --no-show-raw-insn "$program" | grep -m 20 endbr64 || true)")"
  else
    skip "$name: jumps land where they may (endbr64)" "not x86-64"
  fi
done
end_points
