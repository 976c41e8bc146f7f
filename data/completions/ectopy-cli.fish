# SPDX-License-Identifier: MIT
# Completes the arguments of ectopy-cli in fish. Commands, options, their choices and the endings of
# files are read from the program's own help, in the language it speaks.

# The options of a command: name, short name, value and description, parted by tabs.
function __ectopy_cli_options --argument-names program command
    $program $command --help 2>/dev/null | string match --regex '^ +-.*' | string replace --regex \
        '^ +((?:-[a-z])?)(?:, )?(--[a-z-]+)=?([^ ]*) +(.*)$' '$2\t$1\t$3\t$4'
end

# Folders, and files with one of the endings: __ectopy_cli_files PREFIX ENDING...
function __ectopy_cli_files
    set -l endings (string escape --style=regex -- $argv[2..] | string join '|')
    __fish_complete_path $argv[1] | string match --regex "^[^\t]*(?:/|$endings)(?:\t.*)?\$"
end

# What may stand for VALUE of an option, of which the help says TEXT: __ectopy_cli_values VALUE TEXT PREFIX
function __ectopy_cli_values --argument-names value text prefix
    switch $value
        case 'NAME|FILE'
            printf '%s\n' reference residual-48 residual-64 residual-96 context rhythm
            __fish_complete_path $prefix
        case LIST
            printf '%s\n' all ds1 ds2 paced
        case '[a-z]*|*' 'mV|*' '*|*'
            string split '|' $value | string match --invert --regex ','
        case FOLDER
            __fish_complete_directories $prefix ''
        case MODEL
            __ectopy_cli_files "$prefix" .safetensors
        case 'FILE*'
            set -l endings (string match --all --regex --groups-only '(?:^|[ (]|FILE)(\.[a-z]+)\b' "$value $text")
            if set -q endings[1]
                __ectopy_cli_files "$prefix" $endings
            else
                __fish_complete_path $prefix
            end
    end
end

function __ectopy_cli_complete
    set -l words (commandline --tokenize --current-process --cut-at-cursor)
    set -l current (commandline --current-token --cut-at-cursor)
    set -l program $words[1]

    if not set -q words[2]
        if string match --quiet -- '-*' $current
            printf '%s\n' --help --version
        else
            $program --help 2>/dev/null | string match --regex '^  [a-z]+ +.*' \
                | string replace --regex '^  ([a-z]+) +' '$1\t'
        end
        return
    end

    set -l options (__ectopy_cli_options $program $words[2])
    set -l previous $words[-1]
    set -l typed $current
    if string match --quiet -- '--*=*' $current
        set previous (string split --max 1 = -- $current)[1]
        set typed (string split --max 1 = -- $current)[2]
    end
    for line in $options
        set -l option (string split \t -- $line)
        if contains -- $previous $option[1] $option[2]; and test -n "$option[3]"
            set -l values (__ectopy_cli_values $option[3] "$option[4]" "$typed")
            if string match --quiet -- '--*=*' $current
                printf "$previous=%s\n" $values
            else
                printf '%s\n' $values
            end
            return
        end
    end
    if string match --quiet -- '-*' $current
        for line in $options
            set -l option (string split \t -- $line)
            printf '%s\t%s\n' $option[1] "$option[4]"
        end
        return
    end
    switch $words[2]
        case bench
            printf '%s\n' sgemm train predict predict-one smote csv recording
        case info
            printf '%s\n' reference residual-48 residual-64 residual-96 context rhythm
            __fish_complete_path $current
        case predict
            __ectopy_cli_files "$current" .csv
        case '*'
            __fish_complete_path $current
    end
end

complete --command ectopy-cli --no-files --arguments '(__ectopy_cli_complete)'
