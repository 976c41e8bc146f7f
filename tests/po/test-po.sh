#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The translations: every file with words for people is listed, every message of every language is there,
# fresh and well-formed, and no sentence for people goes past gettext.
# Usage: test-po.sh SOURCE-FOLDER
set -uo pipefail
# shellcheck source-path=SCRIPTDIR source=../support/points.sh
. "$(dirname "$(realpath "$0")")/../support/points.sh"
cd "${1:?the source folder}" || exit 1

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

wrong=$(diff <(LC_ALL=C sort -u po/LINGUAS) po/LINGUAS
  comm -3 <(find po -name '*.po' -printf '%f\n' | sed 's/\.po$//' | LC_ALL=C sort) po/LINGUAS)
point "/po/linguas" "$wrong"

# What has words for people: marked strings of C, templates, and what the desktop shows.
listed() { grep -v '^#' po/POTFILES.in; }
with_words() {
  {
    grep -rlE '\b(_|N_|C_|NC_|ngettext) \("' app engine ui --include='*.[ch]'
    grep -rl 'translatable="\(yes\|true\|1\)"' ui --include='*.ui'
    find data -maxdepth 1 -name '*.in'
  } | LC_ALL=C sort -u
}
wrong=$(diff <(with_words) <(listed) | grep '^[<>]' \
  | sed 's/^</lacking in POTFILES.in:/; s/^>/without words, not sorted or not there:/')
point "/po/potfiles" "$wrong"

# shellcheck disable=SC2016 # it is awk's
# An error is read by people: its sentence is to be marked. What only a wrong call could cause is not.
wrong=$(find app engine ui -name '*.c' -print0 | xargs -0 awk '
  /(g_set_error|g_set_error_literal|g_error_new|g_error_new_literal|g_option_context_new) \(/ { open = 5 }
  open > 0 {
    open--
    if ($0 ~ /_ \(|ngettext|N_ \(/) open = 0
    else if (match ($0, /"[A-Za-z][^"]* [^"]*"/)) { print FILENAME ":" FNR ": " $0; open = 0 }
    else if ($0 ~ /;[ \t]*$/) open = 0
  }')
point "/po/errors-are-marked" "$wrong"

if ! command -v xgettext >/dev/null || ! command -v msgfmt >/dev/null; then
  skip "/po/template" "there is no gettext"
else
  wrong=$(xgettext --from-code=UTF-8 --add-comments --keyword=_ --keyword=N_ --keyword=C_:1c,2 \
    --keyword=NC_:1c,2 --flag=ngettext:1:pass-c-format --flag=ngettext:2:pass-c-format \
    --files-from=po/POTFILES.in --directory=. --output="$work/ectopy.pot" 2>&1)
  point "/po/template" "$(grep -v "SVG\|'\.svg'" <<<"$wrong")"
  while read -r language; do
    wrong=$(msgfmt --check --output-file=/dev/null "po/$language.po" 2>&1)
    msgmerge --quiet --no-fuzzy-matching "po/$language.po" "$work/ectopy.pot" \
      --output-file="$work/$language.po" 2>&1
    lacking=$(LC_ALL=C msgfmt --statistics --output-file=/dev/null "$work/$language.po" 2>&1)
    [[ $lacking =~ ^[0-9]+' translated messages.'$ ]] \
      || wrong+="$lacking"$'\n'"$(msgattrib --untranslated --no-wrap "$work/$language.po" | grep '^msgid' | head -n 20)"
    point "/po/complete/$language" "$wrong"
  done <po/LINGUAS
fi
end_points
