#!/bin/sh
# Runs the tests on SQLite, with no server. Arguments go to pytest; without a -m among them the quick ones run:
# no browser, no other server, and no walk through every address there is (-m thorough).
set -eu
cd "$(dirname "$0")/.."
# A portal's own settings in this shell must not lead the tests to its database or its mail server.
unset DATABASE_URL REDIS_URL EMAIL_HOST SITE_URL ALLOWED_HOSTS SECRET_KEY DEBUG DEMO VAR_DIR

# Two at a time: the tests wait for disk about as long as they compute.
exec .venv/bin/python -m pytest -q -n "${TEST_PROCESSES:-2}" "$@"
