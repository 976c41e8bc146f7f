#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Reads the #include lines of the sources: which part may include which. One TAP point a part.
# Usage: test-layers.sh SOURCE-FOLDER
set -uo pipefail
# shellcheck source-path=SCRIPTDIR source=../support/points.sh
. "$(dirname "$(realpath "$0")")/../support/points.sh"
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
  'ui/paint|engine/(core|evaluate)/|engine/learn/(epoch|stored-text|training-log)\.h$|engine/review/(class-shape|findings|study|study-highlights|study-summary|verdict)\.h$|engine/signal/(display-filter|episodes|pyramid)\.h$|ui/paint/'
  'app/cli|engine/|ui/paint/|app/cli/|config\.h$'
  'ui|engine/|ui/|config\.h$'
  'app|.'
)
# What no file of a part may take from outside.
toolkit='^(gtk|gdk|gsk|adwaita)'
drawing='^(cairo|pango)'

# One pass: the parts come first, then the name of every file, then the lines of #include, each with the
# file that it stands in. Prints lines "PART<tab>WHAT": of a file, nothing more; of a wrong include, what is
# wrong; "-" is the part of a file that has none.
look() {
  {
    printf 'part|%s\n' "${parts[@]}"
    printf 'file|%s\n' "${files[@]}"
    printf '%s\0' "${files[@]}" \
      | xargs -0 grep -HE '^[[:space:]]*#[[:space:]]*include[[:space:]]+["<][^">]+[">]' /dev/null
  } | LC_ALL=C awk -v toolkit="$toolkit" -v drawing="$drawing" '
    function part_of(file,   folder) {
      for (folder = file; sub("/[^/]*$", "", folder);)
        if (folder in allowed)
          return folder
      return "-"
    }
    /^part\|/ {
      line = substr($0, 6)
      bar = index(line, "|")
      allowed[substr(line, 1, bar - 1)] = "^(" substr(line, bar + 1) ")"
      next
    }
    /^file\|/ {
      file = substr($0, 6)
      exists[file] = 1
      part[file] = part_of(file)
      print part[file] "\t" (part[file] == "-" ? file " belongs to no part" : "")
      next
    }
    {
      colon = index($0, ":")
      file = substr($0, 1, colon - 1)
      own = part[file]
      if (own == "-")
        next
      match($0, /["<][^">]+[">]/)
      is_ours = substr($0, RSTART, 1) == "\""
      header = substr($0, RSTART + 1, RLENGTH - 2)
      if (is_ours) {
        if (header !~ allowed[own])
          print own "\t" file " includes " header
        else if (header != "config.h" && !(header in exists))
          print own "\t" file " includes " header ", which is not named from the top"
      } else if (own ~ /^engine\// && header ~ drawing || own != "ui" && own != "app" && header ~ toolkit)
        print own "\t" file " includes <" header ">"
    }'
}

mapfile -t files < <(find engine ui app -name '*.[ch]' -o -name '*.inc' | LC_ALL=C sort)
declare -A wrong checked
strangers=
while IFS=$'\t' read -r part what; do
  if [[ $part == - ]]; then
    strangers+="$what"$'\n'
    continue
  fi
  checked[$part]=1
  [[ -n $what ]] && wrong[$part]+="$what"$'\n'
done < <(look)

for line in "${parts[@]}"; do
  part=${line%%|*}
  [[ -n ${checked[$part]:-} ]] && point "/layers/$part" "${wrong[$part]:-}"
done
point "/layers/every-file-has-a-part" "$strangers"
end_points
