#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The window started by a message, as the desktop starts it: the bus starts the program, the program opens
# what the message names. Run on a display and a bus (see tests/ui/with-display).
# Usage: test-start-by-message.sh SOURCE-FOLDER PROGRAM [SHARE-FOLDER]
set -uo pipefail
# shellcheck source-path=SCRIPTDIR source=../support/points.sh
. "$(dirname "$(realpath "$0")")/../support/points.sh"
source=$(realpath "${1:?the source folder}")
program=$(realpath "${2:?the program}")
example=${3:-$source/data}/ectopy/example
[[ -d $example ]] || example=$source/data/example

if ! command -v gdbus >/dev/null; then
  echo "1..0 # SKIP no gdbus"
  exit 0
fi
id=io.github.ectopy.Ectopy
object=/io/github/ectopy/Ectopy
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

message() { # METHOD ARGUMENT... or, with OBJECT set, to another object
  gdbus call --session --timeout 60 --dest $id --object-path "${OBJECT:-$object}" --method "$@" 2>&1
}
is_running() {
  gdbus call --session --dest org.freedesktop.DBus --object-path / \
    --method org.freedesktop.DBus.NameHasOwner $id | grep -q true
}
# within_a_while COMMAND...: until it succeeds, 30 seconds at most.
within_a_while() {
  local n

  for ((n = 0; n < 300; n++)); do
    "$@" && return
    sleep 0.1
  done
  return 1
}
# has_windows N
has_windows() {
  [[ $(gdbus introspect --session --dest $id --object-path $object/window 2>/dev/null \
    | grep -c "node [0-9]") -eq $1 ]]
}
is_gone() { ! is_running; }
# Whether there is something to save in a window.
has_beats() { OBJECT=$object/window/$1 message org.gtk.Actions.Describe save | grep -q '^((true'; }

# Quotes, for the folder may have blanks in its name: the Exec line knows those of a shell.
mkdir "$work/services"
sed "s|^Exec=.*|Exec='$program' --gapplication-service|; s|@app_id@|$id|" \
  "$source/data/dbus/$id.service.in" >"$work/services/$id.service"
# A bus of its own, that knows this service and no other.
cat >"$work/bus.conf" <<END
<busconfig>
  <type>session</type>
  <listen>unix:dir=$work</listen>
  <servicedir>$work/services</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
END

inner() {
  point "/message/not-there-yet" "$(is_running && echo "it runs already")"
  out=$(message org.freedesktop.Application.Activate '{}')
  point "/message/started" "$(is_running || echo "$out")"
  point "/message/window" "$(within_a_while has_windows 1 || echo "there is no window: $out")"
  out=$(message org.freedesktop.Application.Open "['file://${example// /%20}/beats.csv']" '{}')
  point "/message/open" "$(within_a_while has_beats 1 || echo "no beats: $out")"
  out=$(message org.freedesktop.Application.ActivateAction new-window '[]' '{}')
  point "/message/new-window" "$(within_a_while has_windows 2 || echo "there is no second window: $out")"
  message org.freedesktop.Application.ActivateAction quit '[]' '{}' >/dev/null
  point "/message/quit" "$(within_a_while is_gone || echo "it still runs")"
  end_points
}

export -f point end_points message is_running within_a_while has_windows is_gone has_beats inner
export id object example work n n_failed
dbus-run-session --config-file="$work/bus.conf" -- bash -c inner
