#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# What is installed is what is meant to be, lies within the prefix, and works wherever it is moved to.
# Usage: test-install.sh SOURCE-FOLDER BUILD-FOLDER PREFIX
set -uo pipefail
# shellcheck source-path=SCRIPTDIR source=../support/points.sh
. "$(dirname "$(realpath "$0")")/../support/points.sh"
source=${1:?the source folder}
build=${2:?the build folder}
prefix=${3:?the prefix}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if ! DESTDIR=$work/root meson install -C "$build" --no-rebuild --quiet >"$work/log" 2>&1; then
  point "/install/all" "$(cat "$work/log")"
  end_points
  exit 1
fi
tree=$work/root$prefix

point "/install/within-the-prefix" "$(find "$work/root" ! -type d ! -path "$tree/*")"

expected() {
  sed 's/ .*//' <<'END'
bin/ectopy
bin/ectopy-cli
share/applications/io.github.ectopy.Ectopy.desktop
share/bash-completion/completions/ectopy-cli
share/dbus-1/services/io.github.ectopy.Ectopy.service
share/ectopy/example/README.md
share/ectopy/example/beats.csv
share/ectopy/example/recording.atr
share/ectopy/example/recording.dat
share/ectopy/example/recording.hea
share/fish/vendor_completions.d/ectopy-cli.fish
share/glib-2.0/schemas/io.github.ectopy.Ectopy.gschema.xml
share/icons/hicolor/scalable/apps/io.github.ectopy.Ectopy.svg
share/icons/hicolor/symbolic/apps/io.github.ectopy.Ectopy-symbolic.svg
share/man/man1/ectopy-cli.1
share/man/man1/ectopy.1
share/metainfo/io.github.ectopy.Ectopy.metainfo.xml
share/mime/packages/io.github.ectopy.Ectopy.xml
share/zsh/site-functions/_ectopy-cli
END
  (cd "$source/data" && find models -name '*.safetensors' -printf 'share/ectopy/%p\n')
  sed 's|.*|share/locale/&/LC_MESSAGES/ectopy.mo|' "$source/po/LINGUAS"
}
# The help is held to its own list.
installed() { (cd "$tree" && find . ! -type d ! -path './share/help/*' -printf '%P\n'); }
point "/install/these-files" "$(diff <(expected | LC_ALL=C sort) <(installed | LC_ALL=C sort))"

wrong=$(grep -rIl --include='*.desktop' --include='*.xml' --include='*.service' -e "$work" -e "$build" "$tree")
point "/install/no-path-of-the-build" "$wrong"

exec_line=$(sed -n 's/^Exec=//p' "$tree"/share/dbus-1/services/*.service)
point "/install/service-starts-the-program" \
  "$([[ $exec_line == "$prefix/bin/ectopy --gapplication-service" ]] || echo "$exec_line")"

# Another folder, whose name nothing was built with.
moved="$work/moved here"
mv "$tree" "$moved"
rm -rf "$work/root"
cli=$moved/bin/ectopy-cli

point "/install/moved/version" "$("$cli" --version >"$work/out" 2>&1 || cat "$work/out"
  "$moved/bin/ectopy" --version >"$work/out" 2>&1 || cat "$work/out")"

if [[ -e $moved/share/ectopy/models/recordings.safetensors ]]; then
  # Where it opens files, that no copy in the source or in the prefix stands in for a lost one.
  "$cli" classify --json --quiet "$moved/share/ectopy/example/recording" >"$work/out" 2>"$work/err" \
    || cat "$work/err" >>"$work/wrong"
  grep -q '"beats"' "$work/out" || head -n 3 "$work/out" >>"$work/wrong"
  "$cli" predict --row 0 "$moved/share/ectopy/example/beats.csv" >"$work/out" 2>"$work/err" \
    || cat "$work/err" >>"$work/wrong"
  mv "$moved/share/ectopy/models" "$work/elsewhere"
  if [[ ! -e $prefix/share/ectopy/models ]]; then
    "$cli" predict --row 0 "$moved/share/ectopy/example/beats.csv" >"$work/out" 2>&1 \
      && echo "a model was found that is not there" >>"$work/wrong"
  fi
  mv "$work/elsewhere" "$moved/share/ectopy/models"
  point "/install/moved/models" "$(cat "$work/wrong" 2>/dev/null)"
else
  skip "/install/moved/models" "no models come with this source"
fi

# In C and C.UTF-8 nothing is translated, whatever LANGUAGE says.
locale=$(locale -a 2>/dev/null | grep -viE '^(C|POSIX)\b' | head -n 1)
if [[ -n $locale ]]; then
  help() { LC_ALL=$locale LANGUAGE=$1 "$moved/bin/ectopy" --help 2>/dev/null; }
  point "/install/moved/translations" \
    "$(diff <(help de) <(LC_ALL=C.UTF-8 help en) >/dev/null && echo "the help is not in German"
      help de | grep -F "$(grep -A 1 '^msgid "Shows the version"' "$source/po/de.po" | sed -nE 's/^msgstr "(.*)"/\1/p')" >/dev/null \
        || echo "the translation is not the one of po/de.po")"
else
  skip "/install/moved/translations" "there is no locale but C to begin from"
fi

glib-compile-schemas --strict "$moved/share/glib-2.0/schemas" >"$work/out" 2>&1
point "/install/moved/settings-compile" "$(cat "$work/out")"
if command -v Xvfb >/dev/null && command -v dbus-run-session >/dev/null && command -v gdbus >/dev/null; then
  out=$(LC_ALL=C.UTF-8 "$source/tests/ui/with-display" "$source/tests/data/test-start-by-message.sh" \
    "$source" "$moved/bin/ectopy" "$moved/share" 2>&1)
  point "/install/moved/window" "$(grep -vE '^(ok|1\.\.)' <<<"$out" | grep -E 'not ok|^#|error|ERROR')"
else
  skip "/install/moved/window" "there is no Xvfb, dbus-run-session or gdbus"
fi
end_points
