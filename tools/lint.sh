#!/bin/sh
# Every check that reads the code without running it. All of them run; the failed ones are named at the end.
set -u
cd "$(dirname "$0")/.."
bin=.venv/bin
failed=""

check() {
    name=$1
    shift
    printf '%s ... ' "$name"
    if output=$("$@" 2>&1); then
        echo "good"
    else
        printf 'NOT GOOD\n%s\n\n' "$output"
        failed="$failed, $name"
    fi
}

check "style" $bin/ruff check .
check "layout of the code" $bin/ruff format --check .
check "types" $bin/mypy --strict portal exercises accounts
check "walls between the rooms" $bin/lint-imports
check "migrations" env DEBUG=1 $bin/python manage.py makemigrations --check --dry-run
check "templates" $bin/djlint templates --lint --quiet
check "compiled translations" $bin/python tools/messages.py --check
check "no address of a machine or registry" $bin/python tools/check_tree.py

if [ -n "$failed" ]; then
    echo "Not good: ${failed#, }" >&2
    exit 1
fi
