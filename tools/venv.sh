#!/bin/sh
# Makes .venv and installs the named groups of requirements: sh tools/venv.sh run test lint
# Returns at once when that is already done, so every make target may begin with it.
set -eu
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*"; }
fail() { printf '%s\n' "$@" >&2; exit 1; }

find_python() {
    for candidate in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11 python; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            say "$candidate"
            return
        fi
    done
    fail "Surefoot needs Python 3.11 or newer, and none was found." \
         "Install it, or say where it is: make demo PYTHON=/path/to/python3"
}

# Debian and Ubuntu ship Python without the part that makes virtual environments.
need_venv_module() {
    if "$1" -c 'import ensurepip, venv' 2>/dev/null; then
        return
    fi
    package="python$("$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv"
    if ! command -v apt-get >/dev/null 2>&1; then
        fail "This Python cannot make virtual environments: its module ensurepip is missing." \
             "Install the package of your system that holds it, or use another Python: make demo PYTHON=/path/to/python3"
    fi
    if [ "$(id -u)" != 0 ]; then
        fail "One package of the system is missing. Type this, then try again:" "" \
             "    sudo apt-get install -y $package" ""
    fi
    say "Installing $package ..."
    if ! { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$package"; } >/dev/null; then
        fail "That did not work. Type this, then try again:" "" "    apt-get update && apt-get install -y $package" ""
    fi
}

make_venv() {
    # Also true for one left half-made, or whose Python has gone since.
    if .venv/bin/python -m pip --version >/dev/null 2>&1; then
        return
    fi
    python=$(find_python)
    need_venv_module "$python"
    say "Making .venv ..."
    "$python" -m venv --clear .venv
}

is_installed() {
    if cmp -s "requirements/$1.txt" ".venv/.installed-$1"; then
        return 0
    fi
    # Every group holds the packages of "run", at the same versions.
    if [ "$1" = run ]; then
        for other in test lint; do
            if cmp -s "requirements/$other.txt" ".venv/.installed-$other"; then
                return 0
            fi
        done
    fi
    return 1
}

all_installed() {
    [ -x .venv/bin/python ] || return 1
    for group in "$@"; do
        is_installed "$group" || return 1
    done
}

if all_installed "$@"; then
    exit 0
fi
make_venv
for group in "$@"; do
    if is_installed "$group"; then
        continue
    fi
    say "Installing the packages of requirements/$group.txt, once ..."
    if ! .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input \
        --require-hashes -r "requirements/$group.txt"; then
        fail "Installing did not work. It needs the internet, this one time."
    fi
    cp "requirements/$group.txt" ".venv/.installed-$group"
done
