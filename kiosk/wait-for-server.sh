#!/bin/sh
# Waits until the server answers, at most a minute.
set -eu
. "${0%/*}/page-address.sh"

tries=60
until curl --silent --fail --insecure --max-time 2 --output /dev/null "${site}health"; do
  tries=$((tries - 1))
  [ "$tries" -gt 0 ] || exit 1
  sleep 1
done
