#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# What the help of each command tells stands in the man page and in the completion, and nothing is
# told there that is not so.
# shellcheck source-path=SCRIPTDIR source=tap.sh
. "$(dirname "$0")/tap.sh"

page=$ECTOPY_TOP/data/man/ectopy-cli.1
# shellcheck disable=SC1091 # checked by itself
. "$ECTOPY_TOP/data/completions/ectopy-cli.bash"

# The lines of the man page from a heading to the next one, dashes as on the screen.
section() { sed 's/\\-/-/g' "$page" | awk -v begin="$1" '/^\.S[HS] /{on = index($0, begin) == 1} on'; }

options_of() { grep -oE -- '^ +(-[a-z], )?--[a-z][a-z-]*' <<<"$1" | grep -oE -- '--[a-z-]+'; }

# complete WORD...: what the completion offers for the last word.
complete_words() {
  COMP_WORDS=(ectopy-cli "$@")
  COMP_CWORD=$#
  _ectopy_cli 2>/dev/null
  printf '%s\n' "${COMPREPLY[@]}"
}

cli --help
mapfile -t commands < <(sed -nE 's/^  ([a-z]+) .*/\1/p' "$work/out")
[[ ${#commands[@]} -ge 6 ]] || unmet "commands: ${commands[*]}"
for command in "${commands[@]}"; do
  [[ -n $(section ".SS \"$command ") ]] || unmet "the man page lacks $command"
  complete_words "" | grep -x "$command" >/dev/null || unmet "the completion lacks $command"
done
[[ $(section ".SH COMMANDS" | wc -l) -gt 0 && $(grep -c "^\.SS " "$page") -eq ${#commands[@]} ]] || unmet "the man page has other commands"
point "every command is documented and completed"

for command in "${commands[@]}"; do
  cli "$command" --help
  help=$(cat "$work/out")
  text=$(section ".SS \"$command "; section ".SH COMMON OPTIONS")
  offered=$(complete_words "$command" --)
  for option in $(options_of "$help"); do
    grep -qE -- "$option\b" <<<"$text" || unmet "man page: $command lacks $option"
    grep -qx -- "$option" <<<"$offered" || unmet "completion: $command lacks $option"
  done
  for option in $offered; do
    grep -qE -- "$option\b" <<<"$help" || unmet "completion: $command has no $option"
  done
  for option in $(section ".SS \"$command " | grep -oE -- '^\.B.* --[a-z-]+' | grep -oE -- '--[a-z-]+'); do
    grep -qE -- "$option\b" <<<"$help" || unmet "man page: $command has no $option"
  done
  # Choices, as in --schedule=none|plateau|cosine.
  while IFS="=" read -r option choices; do
    offered=$(complete_words "$command" "$option" =)
    for choice in ${choices//|/ }; do
      [[ $choice =~ ^[a-z] ]] || continue
      grep -qx -- "$choice" <<<"$offered" || unmet "completion: $command $option lacks $choice"
      grep -qE -- "\b$choice\b" <<<"$text" || unmet "man page: $command $option lacks $choice"
    done
  done < <(grep -oE -- '--[a-z-]+=[a-z][a-z0-9-]*\|[^ ]+' <<<"$help")
done
point "every option and choice of the help is documented and completed, and no other"

# The completions of fish and zsh read the help themselves: is what they read out of it all of it?
completions=$ECTOPY_TOP/data/completions
home=$work/home
mkdir -p "$home/bin"
ln -s "$(realpath "$ECTOPY_CLI")" "$home/bin/ectopy-cli"

# fish_words LINE: what fish offers at the end of it.
fish_words() {
  PATH=$home/bin:$PATH HOME=$home fish --no-config \
    -c "source $completions/ectopy-cli.fish; complete -C '$1'" | cut -f 1
}

# zsh_specs WORD...: what zsh is told of the arguments after these words.
zsh_specs() {
  # shellcheck disable=SC2016 # it is zsh's
  zsh -f -c '
    _call_program() { shift; eval "$@" }
    _arguments() { print -rl -- "$@" }
    _describe() { print -rl -- "${(@P)4}" }
    compadd() { }
    complete_it() { local -a words=("$@"); local CURRENT=$#words; . '"$completions"'/_ectopy-cli; }
    complete_it "$@"' zsh "$ECTOPY_CLI" "$@"
}

if command -v fish >/dev/null; then
  [[ $(fish_words "ectopy-cli " | sort | xargs) == $(printf '%s\n' "${commands[@]}" | sort | xargs) ]] \
    || unmet "fish: $(fish_words "ectopy-cli " | xargs)"
  for command in "${commands[@]}"; do
    cli "$command" --help
    wrong=$(diff <(options_of "$(cat "$work/out")" | sort) <(fish_words "ectopy-cli $command --" | sort))
    [[ -z $wrong ]] || unmet "fish: $command: $wrong"
  done
  [[ $(fish_words "ectopy-cli train --schedule=" | sort | xargs) == \
    "--schedule=cosine --schedule=none --schedule=plateau" ]] || unmet "fish: no schedules"
  [[ $(fish_words "ectopy-cli classify --unit " | sort -f | xargs) == "adu mV uV V" ]] \
    || unmet "fish: units: $(fish_words "ectopy-cli classify --unit " | xargs)"
  point "fish completes every command, option and choice"
else
  skip "fish completes every command, option and choice" "there is no fish"
fi

if command -v zsh >/dev/null; then
  [[ $(zsh_specs "" | sed 's/:.*//' | sort | xargs) == $(printf '%s\n' "${commands[@]}" | sort | xargs) ]] \
    || unmet "zsh: $(zsh_specs "" | xargs)"
  for command in "${commands[@]}"; do
    cli "$command" --help
    specs=$(zsh_specs "$command" "")
    wrong=$(diff <(options_of "$(cat "$work/out")" | sort) \
      <(grep -oE -- '^(\([^)]*\))?--[a-z-]+' <<<"$specs" | sed 's/^([^)]*)//' | sort))
    [[ -z $wrong ]] || unmet "zsh: $command: $wrong"
  done
  zsh_specs train "" >"$work/out"
  expect_out '^--schedule=\[.*\]:none\|plateau\|cosine:\(none plateau cosine\)$'
  expect_out '^--network=.*:_ectopy_cli_networks$'
  expect_out '^--curves=.*_files -g "\(\*\.png\|\*\.pdf\|\*\.svg\|\*\.csv\)\(-\.\)"$'
  expect_out '^\(-o --output\)-o\+\[.*_files -g "\*\.safetensors\(-\.\)"$'
  point "zsh completes every command, option and choice"
else
  skip "zsh completes every command, option and choice" "there is no zsh"
fi

cli train x.csv --output x --network nosuch
touch "$work/x.csv"
cli train "$ECTOPY_TOP/data/example/beats.csv" --output "$work/x" --network nosuch
for network in $(sed -n 's/.*there are: //p' "$work/err" | tr -d ,); do
  sed 's/\\-/-/g' "$page" | grep -E "\b$network\b" >/dev/null || unmet "man page: lacks $network"
  complete_words train --network "" | grep -x "$network" >/dev/null || unmet "completion: lacks $network"
  grep -qw -- "$network" "$completions/_ectopy-cli" || unmet "completion of zsh: lacks $network"
  [[ $(grep -cw -- "$network" "$completions/ectopy-cli.fish") -eq 2 ]] || unmet "completion of fish: lacks $network"
  cli info "$network"
  expect_status 0
  expect_out "^network $network$"
done
expect_out '^softmax$'
point "every network is documented, completed and can be shown"

cd "$work" || exit 1
touch a.csv b.safetensors c.png d.txt
mkdir folder
rm -rf "$home"
[[ $(complete_words train "" | sort | xargs) == "a.csv folder x.csv" ]] \
  || unmet "train: $(complete_words train "" | xargs)"
[[ $(complete_words evaluate --model "" | sort | xargs) == "b.safetensors folder" ]] \
  || unmet "--model: $(complete_words evaluate --model "" | xargs)"
[[ $(complete_words evaluate --confusion = c | xargs) == c.png ]] \
  || unmet "--confusion: $(complete_words evaluate --confusion = c | xargs)"
[[ $(complete_words train --quiet "" | sort | xargs) == "a.csv folder x.csv" ]] \
  || unmet "after --quiet: $(complete_words train --quiet "" | xargs)"
point "files are completed by suffix"

if command -v man >/dev/null; then
  complaints=$(MANWIDTH=100 man --warnings --local-file "$page" 2>&1 >"$work/page")
  [[ -z $complaints ]] || unmet "$complaints"
  grep -q 'EXIT STATUS' "$work/page" || unmet "the page is not rendered"
  point "the man page is well-formed"
else
  skip "the man page is well-formed" "there is no man"
fi

finish
