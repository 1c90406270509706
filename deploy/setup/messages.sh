#!/usr/bin/env bash
# The language catalogues: `messages.sh` brings every messages.po up to date with the texts of the code, and compiles it;
# `messages.sh extract FILE` only writes the texts of the code into FILE. Where they are found is said in pyproject.toml.
# PYBABEL=/path/to/pybabel chooses another pybabel.
source "$(dirname "$0")/common.sh"

catalogues=service/i18n/translations
pybabel=${PYBABEL:-.venv/bin/pybabel}

# What a refusal says in fixed words is translated where it is shown (the filter "translated").
refusals="Malformed NotSignedIn Forbidden NotFound Conflict Gone StaleVersion TooLarge WrongMediaType Invalid TooMany Unavailable
    Odd Unreadable Problem:5 refuse:4 remark:4 WrongAudience WrongCondition WrongTrigger WrongWindow"

extract() {
    "$pybabel" --quiet extract --mapping-file pyproject.toml --keywords "_l lazy_gettext $refusals" \
        --ignore-dirs "frontend static tests benchmarks docs deploy migrations var node_modules __pycache__ .*" \
        --project Linchpin --version 1 --copyright-holder "the Linchpin authors" --msgid-bugs-address "" \
        --add-location file --sort-by-file --width 120 --output-file "$1" .
}

case "${1:-update}" in
extract)
    extract "${2:?a file to write}"
    ;;
update)
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    extract "$folder/messages.pot"
    # A text that was changed is a new text: a guess would go unread. What the code no longer says goes.
    "$pybabel" --quiet update --input-file "$folder/messages.pot" --output-dir "$catalogues" --no-fuzzy-matching \
        --ignore-obsolete --ignore-pot-creation-date --width 120
    for catalogue in "$catalogues"/*/LC_MESSAGES/messages.po; do
        "$pybabel" compile --statistics --input-file "$catalogue" --output-file "${catalogue%.po}.mo"
    done
    ;;
*)
    stop "messages.sh knows no $1"
    ;;
esac
