#!/bin/sh
# Writes requirements/*.txt from pyproject.toml: every package with its version and hashes, and no address of a registry.
# UPGRADE=1 takes the newest versions that pyproject.toml allows; without it, what is there stays.
set -eu
cd "$(dirname "$0")/.."
export UV_PYTHON_DOWNLOADS=never

sh tools/venv.sh run
if [ ! -x .venv/bin/uv ]; then
    .venv/bin/python -m pip install --quiet --disable-pip-version-check 'uv>=0.13,<0.14'
fi

compile() {
    # Universal: the same file serves each Python from 3.11 on, Linux and macOS.
    .venv/bin/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links --no-header ${UPGRADE:+--upgrade} "$@"
}

compile -o requirements/run.txt
compile --group test -c requirements/run.txt -o requirements/test.txt
compile --group lint -c requirements/test.txt -o requirements/lint.txt
compile --group figures -c requirements/test.txt -o requirements/figures.txt
