#!/bin/sh
# Runs the tests on SQLite, with no server; with a browser where there is one. Arguments go to pytest.
set -eu
cd "$(dirname "$0")/.."
# A portal's own settings in this shell must not lead the tests to its database or its mail server.
unset DATABASE_URL REDIS_URL EMAIL_HOST SITE_URL ALLOWED_HOSTS SECRET_KEY DEBUG DEMO VAR_DIR

wanted="not production"
browser=$(command -v chromium chromium-browser google-chrome google-chrome-stable | head -n 1) || true
if [ -z "$browser" ]; then
    wanted="$wanted and not browser"
fi

status=0
# Two at a time: the tests wait for disk and browser about as long as they compute.
.venv/bin/python -m pytest -q -n "${TEST_PROCESSES:-2}" -m "$wanted" "$@" || status=$?
if [ -z "$browser" ]; then
    echo "The browser tests were skipped: no Chromium here. To get it on Debian: sudo apt-get install chromium"
fi
exit $status
