# SPDX-License-Identifier: GPL-3.0-or-later
# bash completion for placera: verbs, then the verb's own options as its --help lists them, then
# files and folders.
_placera() {
    local word=${COMP_WORDS[COMP_CWORD]} verb=${COMP_WORDS[1]}
    if [ "$COMP_CWORD" -eq 1 ]; then
        mapfile -t COMPREPLY < <(compgen -W "check solve verify explain generate export anonymise place review --help --version" -- "$word")
        return
    fi
    case ${COMP_WORDS[COMP_CWORD - 1]} in
    --lang)
        mapfile -t COMPREPLY < <(compgen -W "sv en" -- "$word")
        return
        ;;
    --kind)
        mapfile -t COMPREPLY < <(compgen -W "school preschool" -- "$word")
        return
        ;;
    --prove)
        mapfile -t COMPREPLY < <(compgen -W "glpk dual none" -- "$word")
        return
        ;;
    esac
    if [[ $verb == review && $COMP_CWORD -eq 2 && $word != -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "init user serve status set rerun export backup audit --help" -- "$word")
        return
    fi
    if [[ $word == -* ]]; then
        local options
        options=$(placera "$verb" --help 2>/dev/null | grep -oE -- '--[a-z-]+' | sort -u)
        mapfile -t COMPREPLY < <(compgen -W "$options" -- "$word")
        return
    fi
    mapfile -t COMPREPLY < <(compgen -f -- "$word")
}
complete -o filenames -F _placera placera
