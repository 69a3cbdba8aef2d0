#!/bin/sh
# Gather every text marked for translation and merge it into the catalogues; new texts come in empty.
set -eu
cd "$(dirname "$0")/.."
template=$(mktemp)
.venv/bin/pybabel -q extract --mapping-file config/locale/babel.cfg --keywords "N_ _ translate tell" \
    --no-location --sort-output --omit-header --output-file "$template" \
    config dashboard geodata indicators planning
for language in ky ru; do
    catalogue=config/locale/$language/LC_MESSAGES/aimak.po
    [ -e "$catalogue" ] || .venv/bin/pybabel -q init --domain aimak --input-file "$template" \
        --output-dir config/locale --locale "$language"
    .venv/bin/pybabel -q update --domain aimak --input-file "$template" --output-dir config/locale \
        --locale "$language" --no-fuzzy-matching --ignore-obsolete --no-wrap --ignore-pot-creation-date
done
rm "$template"
