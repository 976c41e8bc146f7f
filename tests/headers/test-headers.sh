#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Every header compiles alone. One TAP point a folder.
# Usage: test-headers.sh SOURCE-FOLDER COMPILER...
set -uo pipefail
cd "${1:?the source folder}" || exit 1
shift
compiler=("$@")
packages=(glib-2.0 gio-2.0 gio-unix-2.0 json-glib-1.0 cairo pangocairo openblas gtk4 libadwaita-1)

read -ra flags < <(pkg-config --cflags "${packages[@]}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
n=0
n_failed=0
mapfile -t headers < <(find engine ui app -name '*.h' | LC_ALL=C sort)
mapfile -t folders < <(dirname "${headers[@]}" | LC_ALL=C sort -u)

# compile HEADER: what the compiler says of it, in a file of its own.
compile() {
  "${compiler[@]}" -std=gnu17 -Wall -Wextra -Wmissing-prototypes -Werror -Wno-unused-parameter \
    -fsyntax-only -I. "${flags[@]}" -DECTOPY_HEADER="\"$1\"" tests/headers/header-test.c \
    >"$work/${1//\//%}" 2>&1
}

for header in "${headers[@]}"; do
  while [[ $(jobs -rp | wc -l) -ge $(nproc) ]]; do wait -n; done
  compile "$header" &
done
wait
for folder in "${folders[@]}"; do
  n=$((n + 1))
  complaints=
  for header in "$folder"/*.h; do
    complaints+=$(<"$work/${header//\//%}")
    [[ $(sed -n 's/^#pragma once$/yes/p' "$header") == yes ]] \
      || complaints+="$header: there is no #pragma once"$'\n'
  done
  if [[ -z $complaints ]]; then
    echo "ok $n /headers/$folder"
  else
    echo "not ok $n /headers/$folder"
    printf '%s\n' "$complaints" | sed 's/^/# /' >&2
    n_failed=$((n_failed + 1))
  fi
done
echo "1..$n"
[[ $n_failed -eq 0 ]]
