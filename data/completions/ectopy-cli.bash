# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# Completes the arguments of ectopy-cli: commands, their options, choices, and files by suffix.

# Offers files that end in one of the suffixes, and folders.
_ectopy_cli_files() {
  local suffix
  local IFS=$'\n'

  compopt -o filenames 2>/dev/null
  COMPREPLY=()
  for suffix in $1; do
    mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -X "!*$suffix" -- "$cur")
  done
  mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -d -- "$cur")
}

_ectopy_cli_words() {
  mapfile -t COMPREPLY < <(compgen -W "$1" -- "$cur")
}

# Completes the value of option $2 of command $1; fails for an option without one.
_ectopy_cli_value() {
  case "$1 $2" in
    "synthesize --output") _ectopy_cli_files $'.csv\n.hea' ;;
    "predict --output" | "predict -o" | "cut --output" | "cut -o") _ectopy_cli_files .csv ;;
    "train --output" | "train -o" | *" --model" | *" -m" | *" --adapted-model") _ectopy_cli_files .safetensors ;;
    *" --curves") _ectopy_cli_files $'.png\n.pdf\n.svg\n.csv' ;;
    "classify --report") _ectopy_cli_files .pdf ;;
    *" --report") _ectopy_cli_files $'.pdf\n.json\n.csv\n.txt' ;;
    *" --confusion") _ectopy_cli_files $'.png\n.svg\n.pdf' ;;
    "classify --output" | "classify -o") _ectopy_cli_files $'.csv\n.json\n.edf\n.atr' ;;
    "detect --output" | "detect -o") _ectopy_cli_files $'.csv\n.edf\n.qrs\n.atr' ;;
    *" --mismatches") _ectopy_cli_files .atr ;;
    *" --positions") _ectopy_cli_words "reference detected" ;;
    *" --map") _ectopy_cli_words "literature bxb" ;;
    *" --test-folder") _ectopy_cli_files "" ;;
    *" --validation" | *" --patients") _ectopy_cli_files .csv ;;
    *" --records" | *" --validation-records") _ectopy_cli_words "all ds1 ds2 paced" ;;
    *" --corrections" | *" --study") _ectopy_cli_files .json ;;
    *" --config" | *" --checkpoint" | *" --resume") _ectopy_cli_files "" ;;
    *" --network")
      _ectopy_cli_files ""
      mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -W "$networks" -- "$cur")
      ;;
    *" --paper") _ectopy_cli_words "a4 letter" ;;
    *" --unit") _ectopy_cli_words "mV uV V adu" ;;
    *" --protocol") _ectopy_cli_words "unknown random patient-wise" ;;
    *" --schedule") _ectopy_cli_words "none plateau cosine" ;;
    *" --best-by") _ectopy_cli_words "accuracy macro-f1 loss last" ;;
    *" --smote" | *" --full-disclosure" | *" --families" | *" --adapt") _ectopy_cli_words "yes no" ;;
    *" --class-weights") _ectopy_cli_words "none balanced" ;;
    *" --scaling") _ectopy_cli_words "standard beat" ;;
    *" --json" | *" --write-card" | *" --quiet" | *" -q" | *" --help" | *" -h") return 1 ;;
    *" -"*) COMPREPLY=() ;; # a number
    *) return 1 ;;
  esac
}

_ectopy_cli() {
  local cur=${COMP_WORDS[COMP_CWORD]}
  local previous=${COMP_WORDS[COMP_CWORD - 1]}
  local command=${COMP_WORDS[1]}
  local networks="reference residual-48 residual-64 residual-96 context rhythm"
  local common="--json --quiet --threads --seed --help"
  local table="--rate --unit --gain"
  local options

  COMPREPLY=()
  if [[ $COMP_CWORD -eq 1 ]]; then
    _ectopy_cli_words "train evaluate predict info detect classify cut compare synthesize bench --help --version"
    return
  fi
  # An --option=value comes as three words.
  if [[ $cur == "=" ]]; then
    cur=
  elif [[ $previous == "=" && $COMP_CWORD -gt 2 ]]; then
    previous=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  case $command in
    train)
      options="--output --validation --corrections --config --curves --checkpoint --resume --patients --note --network --epochs
        --batch-size --learning-rate --schedule --warm-up --plateau-factor --plateau-patience
        --smallest-rate --early-stop --best-by --validation-split --smote --class-weights --augment
        --scaling --label-smoothing --weight-decay --clip-norm --average --adam-epsilon
        --easy-above --easy-share --members --records --validation-records --folds --epoch-beats
        --class-shares --made-up"
      ;;
    evaluate)
      options="--model --corrections --report --paper --confusion --protocol --write-card --card-name
        --records --patients --annotator --positions --map --from --lead"
      ;;
    classify) options="--model --beats --lead --study --adapt --adapted-model --accept-above --families --output --report --paper --full-disclosure $table" ;;
    cut) options="--output --annotator --lead $table" ;;
    compare) options="--test --reference --test-folder --map --from --window --rate --mismatches" ;;
    detect) options="--output --lead $table" ;;
    predict) options="--model --row --output" ;;
    info) options="$table" ;;
    synthesize) options="--output --beats --hours --minutes --rate" ;;
    bench) options="" ;;
    *) return ;;
  esac
  if _ectopy_cli_value "$command" "$previous"; then return; fi
  if [[ $cur == -* ]]; then
    _ectopy_cli_words "$options $common"
    return
  fi
  case $command in
    train | evaluate) _ectopy_cli_files $'.csv\n.hea' ;;
    predict) _ectopy_cli_files .csv ;;
    compare) _ectopy_cli_files $'.hea\n.atr\n.qrs' ;;
    bench)
      if [[ $previous == csv ]]; then
        _ectopy_cli_files .csv
      else
        _ectopy_cli_words "sgemm train predict predict-one smote csv recording"
      fi
      ;;
    info)
      _ectopy_cli_files $'.csv\n.tsv\n.txt\n.hea\n.edf\n.bdf\n.safetensors'
      mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -W "$networks" -- "$cur")
      ;;
  esac
}

complete -F _ectopy_cli ectopy-cli
