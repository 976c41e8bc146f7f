#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Reads the #include lines of the sources: which part may include which. One TAP point a part.
# Usage: test-layers.sh SOURCE-FOLDER
set -uo pipefail
cd "${1:?the source folder}" || exit 1

# A part, and the headers it may include, as an extended regular expression. The training loop takes
# its counts from evaluate, and the painter of curves its epochs from learn: plain structs both.
parts=(
  'engine/core|engine/core/'
  'engine/io|engine/(core|io)/'
  'engine/signal|engine/(core|signal)/'
  'engine/nn|engine/(core|nn)/'
  'engine/model-file|engine/(core|nn|model-file)/'
  'engine/learn|engine/(core|nn|model-file|signal|learn)/|engine/evaluate/(confusion|metrics)\.h$'
  'engine/review|engine/(core|signal|model-file|learn|review)/|engine/io/input-file\.h$'
  'engine/evaluate|engine/(core|io|signal|nn|model-file|learn|evaluate)/'
  'engine/run|engine/|config\.h$'
  'ui/paint|engine/(core|evaluate)/|engine/learn/(epoch|training-log)\.h$|engine/review/(class-shape|findings|study|study-highlights|study-summary|verdict)\.h$|engine/signal/(display-filter|episodes|pyramid)\.h$|ui/paint/'
  'app/cli|engine/|ui/paint/|app/cli/|config\.h$'
  'ui|engine/|ui/|config\.h$'
  'app|.'
)
# What no file of a part may take from outside.
toolkit='^(gtk|gdk|gsk|adwaita)'
drawing='^(cairo|pango)'

n=0
n_failed=0

# The innermost part of a file.
part_of() {
  local folder

  folder=$(dirname "$1")
  while [[ $folder != . ]]; do
    for line in "${parts[@]}"; do
      if [[ ${line%%|*} == "$folder" ]]; then
        echo "$folder"
        return
      fi
    done
    folder=$(dirname "$folder")
  done
}

# point NAME WRONG: "not ok" if there are wrong lines.
point() {
  n=$((n + 1))
  if [[ -z $2 ]]; then
    echo "ok $n $1"
  else
    echo "not ok $n $1"
    printf '%s\n' "$2" | sed 's/^/# /' >&2
    n_failed=$((n_failed + 1))
  fi
}

mapfile -t files < <(find engine ui app -name '*.[ch]' -o -name '*.inc' | LC_ALL=C sort)
declare -A wrong checked
strangers=
for file in "${files[@]}"; do
  part=$(part_of "$file")
  if [[ -z $part ]]; then
    strangers+="$file belongs to no part"$'\n'
    continue
  fi
  checked[$part]=1
  for line in "${parts[@]}"; do
    [[ ${line%%|*} == "$part" ]] && allowed=${line#*|}
  done
  while read -r header; do
    if [[ $header == \"* ]]; then
      header=${header//\"/}
      if ! [[ $header =~ ^($allowed) ]]; then
        wrong[$part]+="$file includes $header"$'\n'
      elif [[ $header != config.h && ! -e $header ]]; then
        wrong[$part]+="$file includes $header, which is not named from the top"$'\n'
      fi
    else
      header=${header#<}
      if [[ $part == engine/* && $header =~ $drawing || $part != ui && $part != app \
        && $header =~ $toolkit ]]; then
        wrong[$part]+="$file includes <$header"$'\n'
      fi
    fi
  done < <(sed -nE 's/^[[:space:]]*#[[:space:]]*include[[:space:]]+(["<][^">]+[">]).*/\1/p' "$file")
done

for line in "${parts[@]}"; do
  part=${line%%|*}
  [[ -n ${checked[$part]:-} ]] && point "/layers/$part" "${wrong[$part]:-}"
done
point "/layers/every-file-has-a-part" "$strangers"
echo "1..$n"
[[ $n_failed -eq 0 ]]
