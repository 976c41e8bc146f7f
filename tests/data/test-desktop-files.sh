#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# What a desktop reads of Ectopy is well-formed and belongs together.
# Usage: test-desktop-files.sh SOURCE-FOLDER DESKTOP-FILE METAINFO-FILE
set -uo pipefail
# shellcheck source-path=SCRIPTDIR source=../support/points.sh
. "$(dirname "$(realpath "$0")")/../support/points.sh"
desktop=$(realpath "${2:?the desktop file}")
metainfo=$(realpath "${3:?the metainfo file}")
cd "${1:?the source folder}/data" || exit 1

id=io.github.ectopy.Ectopy
types=mime/$id.xml
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if command -v desktop-file-validate >/dev/null; then
  point "/data/desktop-file" "$(desktop-file-validate "$desktop" 2>&1)"
else
  skip "/data/desktop-file" "there is no desktop-file-validate"
fi

# Notes of the kind "info" pass: older checkers do not know newer tags.
if command -v appstreamcli >/dev/null; then
  wrong=$(appstreamcli validate --no-net --no-color "$metainfo" 2>&1) && wrong=
  point "/data/metainfo" "$wrong"
else
  skip "/data/metainfo" "there is no appstreamcli"
fi

if command -v xmllint >/dev/null; then
  wrong=$(xmllint --noout "$metainfo" "$types" icons/hicolor/*/apps/*.svg $id.gschema.xml 2>&1)
  point "/data/well-formed" "$wrong"
elif command -v python3 >/dev/null; then
  wrong=$(python3 -c 'import sys, xml.dom.minidom
for name in sys.argv[1:]: xml.dom.minidom.parse(name)' \
    "$metainfo" "$types" icons/hicolor/*/apps/*.svg $id.gschema.xml 2>&1)
  point "/data/well-formed" "$wrong"
else
  skip "/data/well-formed" "there is neither xmllint nor python3"
fi

wrong=$(glib-compile-schemas --strict --dry-run . 2>&1)
point "/data/settings" "$wrong"

# What the desktop entry opens, the metainfo provides; our types among them are defined.
opened=$(sed -n 's/^MimeType=//p' "$desktop" | tr ';' '\n' | grep . | sort)
provided=$(sed -nE 's/.*<mediatype>(.*)<.*/\1/p' "$metainfo" | sort)
defined=$(sed -nE 's/.*<mime-type type="([^"]*)".*/\1/p' "$types" | sort)
wrong=$(diff <(echo "$opened") <(echo "$provided")
  comm -13 <(echo "$opened") <(echo "$defined") | sed 's/^/defined, but not opened: /'
  comm -23 <(echo "$opened") <(echo "$defined") | grep /x- | sed 's/^/opened, but not defined: /')
point "/data/types-agree" "$wrong"

# Each picture of the metainfo lies in the source, at its size.
wrong=$(grep -oE '<image .*</image>' "$metainfo" | while read -r image; do
  name=$(sed -nE 's|.*/data/(screenshots/[a-z-]+\.png)<.*|\1|p' <<<"$image")
  said=$(sed -nE 's/.*width="([0-9]+)" height="([0-9]+)".*/\1 \2/p' <<<"$image")
  # The width and height of a PNG are big-endian, after its signature and the head of a chunk.
  size=$(od -An -tu1 -j16 -N8 "${name:-/dev/null}" 2>/dev/null \
    | awk '{ print $3 * 256 + $4, $7 * 256 + $8 }')
  [[ -n $name && $size == "$said" ]] || echo "$image: is $size"
done)
point "/data/pictures" "$wrong"

release=$(sed -nE 's/.*<release version="([^"]*)".*/\1/p' "$metainfo" | head -n 1)
version=$(sed -nE "s/^  version: '(.*)',/\1/p" ../meson.build)
point "/data/release" "$([[ $release == "$version" ]] || echo "the newest release is $release, not $version")"

# Types as they come out of the names and the first bytes of files.
if command -v update-mime-database >/dev/null && command -v gio >/dev/null \
  && [[ -e /usr/share/mime/packages/freedesktop.org.xml ]]; then
  mkdir -p "$work/mime/packages"
  cp "$types" /usr/share/mime/packages/freedesktop.org.xml "$work/mime/packages"
  update-mime-database "$work/mime" >/dev/null 2>&1
  printf '{"format":"ectopy-study","version":1,\n' | tee "$work/100.study.json" >"$work/study"
  printf '{"format":"other"}' >"$work/other.json"
  printf '\xffBIOSEMI' | tee "$work/a.bdf" >"$work/bdf"
  printf 'STARTFONT 2.1\nFONT -x\n' >"$work/font.bdf"
  printf '0       %-160s%-16s%-8s%-44s' "X X X X" "01.01.8500.00.00" 768 "EDF+C" >"$work/edf"
  printf '100 2 360 650000\n' | tee "$work/100.hea" >"$work/plain.txt"
  printf '\x02\0\0\0\0\0\0\0{}' >"$work/m.safetensors"
  wrong=$(while read -r name type; do
    got=$(XDG_DATA_DIRS=$work XDG_DATA_HOME=$work/none gio info -a standard::content-type "$work/$name" \
      | sed -n 's/.*content-type: //p')
    [[ $got == "$type" ]] || echo "$name: $got, not $type"
  done <<END
100.study.json application/x-ectopy-study+json
study application/x-ectopy-study+json
other.json application/json
a.bdf application/x-bdf
bdf application/x-bdf
font.bdf application/x-font-bdf
edf application/x-edf
100.hea application/x-wfdb-header
plain.txt text/plain
m.safetensors application/x-safetensors
END
  )
  point "/data/types-of-files" "$wrong"
else
  skip "/data/types-of-files" "there is no update-mime-database, gio or shared-mime-info"
fi
end_points
