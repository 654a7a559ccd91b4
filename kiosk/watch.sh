#!/bin/sh
# Starts the server again if it has stopped answering, and the screen if its page has. Run by songwalk-watch.timer.
set -eu

state="${RUNTIME_DIRECTORY:-/run/songwalk-watch}"
mkdir -p "$state"

code() {
  curl --silent --insecure --max-time 10 --output /dev/null --write-out '%{http_code}' "$1" || true
}

# The server. One that has never answered is building the exhibit, which may take long: it is left alone.
process=$(systemctl show --property=MainPID --value songwalk.service)
answer=$(code "${PAGE}health")
if [ "$answer" = 000 ]; then
  [ "$(cat "$state/answered" 2>/dev/null || true)" = "$process" ] || exit 0
  missed=$(($(cat "$state/missed" 2>/dev/null || echo 0) + 1))
  echo "$missed" >"$state/missed"
  if [ "$missed" -ge 3 ]; then
    echo "The server has not answered three times; it is started again."
    rm -f "$state/missed"
    systemctl restart songwalk.service
  fi
  exit 0
fi
echo "$process" >"$state/answered"
rm -f "$state/missed"

# The screen: its page sends heartbeats; the server says 503 if the last one is older than a minute. Only with a server
# that is well, and a screen that has had three minutes to start.
[ "$answer" = 200 ] || exit 0
systemctl --quiet is-active songwalk-screen.service || exit 0
since=$(systemctl show --property=ActiveEnterTimestampMonotonic --value songwalk-screen.service)
uptime=$(cut -d. -f1 /proc/uptime)
[ $((uptime - since / 1000000)) -ge 180 ] || exit 0
if [ "$(code "${PAGE}health?device=$DEVICE&within=60")" = 503 ]; then
  echo "The page on the screen has been silent for a minute; the browser is started again."
  systemctl restart songwalk-screen.service
fi
