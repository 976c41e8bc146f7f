#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The look of the sources: layout, licence lines, names, scripts. Needs no display.
# Usage: test-style.sh SOURCE-FOLDER
set -uo pipefail
# shellcheck source-path=SCRIPTDIR source=../support/points.sh
. "$(dirname "$(realpath "$0")")/../support/points.sh"
cd "${1:?the source folder}" || exit 1

# All files, without those of build folders.
list_files() {
  local entry

  for entry in * .ci; do
    [[ $entry == build* || $entry == _build* || -d $entry/meson-private ]] && continue
    find "$entry" -type f ! -name '*.pyc'
  done | LC_ALL=C sort
}

mapfile -t files < <(list_files)
sources=()
c_files=()
scripts=()
for file in "${files[@]}"; do
  case $file in
    *.c | *.h) c_files+=("$file") sources+=("$file") ;;
    *.inc | *.py | *.supp | *.1 | *.network | */meson.build | meson.build | meson.options)
      sources+=("$file")
      ;;
    data/completions/_* | *.fish | *.desktop.in | *.service.in | data/mime/*.xml) sources+=("$file") ;;
    *.sh | *.bash) scripts+=("$file") sources+=("$file") ;;
    */run | app/install-missing | tests/ui/with-display | flatpak/*-local | flatpak/local-* | data/debian/*-deb)
      sources+=("$file")
      [[ $(head -n 1 "$file") == *sh ]] && scripts+=("$file")
      ;;
  esac
done

wrong=$(for file in "${sources[@]}"; do
  head -n 2 "$file" | grep 'SPDX-License-Identifier: MIT' >/dev/null || echo "$file"
done)
point "/style/licence-line" "$wrong"

wrong=$(grep -nE '[[:blank:]]+$' "${sources[@]}")
point "/style/no-blanks-at-line-ends" "$wrong"

wrong=$(for file in "${sources[@]}"; do
  [[ -z $(tail -c 1 "$file") ]] || echo "$file"
done)
point "/style/last-line-ends" "$wrong"

wrong=$(basename -a "${c_files[@]}" | LC_ALL=C sort | uniq -d)
point "/style/no-two-files-share-a-name" "$wrong"

formatter=
for candidate in clang-format-14 clang-format; do
  if command -v "$candidate" >/dev/null && "$candidate" --version | grep 'version 14\.' >/dev/null; then
    formatter=$candidate
    break
  fi
done
if [[ -n $formatter ]]; then
  wrong=$("$formatter" --dry-run "${c_files[@]}" 2>&1 | grep -E '^[^ ]+:[0-9]+:[0-9]+: ')
  point "/style/clang-format" "$wrong"
else
  skip "/style/clang-format" "there is no clang-format 14"
fi

if command -v shellcheck >/dev/null; then
  wrong=$(shellcheck -x -f gcc "${scripts[@]}" 2>&1)
  point "/style/shellcheck" "$wrong"
else
  skip "/style/shellcheck" "there is no shellcheck"
fi

end_points
