#!/bin/sh
# Restarts the server if it stops answering, and the screen if its page stops. Run by songwalk-watch.timer.
set -eu
here=$(dirname "$(readlink -f "$0")")
. "$here/page-address.sh"

# A second screen: its server is another computer's, which watches over itself.
systemctl --quiet is-enabled songwalk.service || exit 0

state="${RUNTIME_DIRECTORY:-/run/songwalk-watch}"
mkdir -p "$state"

code() {
  curl --silent --insecure --max-time 10 --output /dev/null --write-out '%{http_code}' "$1" || true
}

# A server that has not answered since its start is building the exhibit, which may take long.
process=$(systemctl show --property=MainPID --value songwalk.service)
answer=$(code "${site}health")
if [ "$answer" = 000 ]; then
  [ "$(cat "$state/answered" 2>/dev/null || true)" = "$process" ] || exit 0
  missed=$(($(cat "$state/missed" 2>/dev/null || echo 0) + 1))
  echo "$missed" >"$state/missed"
  if [ "$missed" -ge 3 ]; then
    echo "The server did not answer three times; it is restarted."
    rm -f "$state/missed"
    systemctl restart songwalk.service
  fi
  exit 0
fi
echo "$process" >"$state/answered"
rm -f "$state/missed"

# The server answers 503 if the last heartbeat of the screen's page is older than a minute. This is checked only if the
# server is healthy and the screen started more than three minutes ago.
[ "$answer" = 200 ] || exit 0
systemctl --quiet is-active songwalk-screen.service || exit 0
since=$(systemctl show --property=ActiveEnterTimestampMonotonic --value songwalk-screen.service)
uptime=$(cut -d. -f1 /proc/uptime)
[ $((uptime - since / 1000000)) -ge 180 ] || exit 0
if [ "$(code "${site}health?device=$DEVICE&within=60")" = 503 ]; then
  echo "The page on the screen has sent no heartbeat for a minute; the browser is restarted."
  systemctl restart songwalk-screen.service
fi
