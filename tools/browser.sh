#!/bin/sh
# Walks the journeys in a real browser, where there is one.
set -eu
cd "$(dirname "$0")/.."
if [ -z "$(command -v chromium chromium-browser google-chrome google-chrome-stable | head -n 1)" ]; then
    echo "The browser tests were skipped: no Chromium here. To get it on Debian: sudo apt-get install chromium"
    exit 0
fi
exec sh tools/test.sh -n 1 -m browser
