#!/bin/sh
# Restarts the server if it stops answering, and the screen if its page stops. Run by songwalk-watch.timer.
set -eu
here=${0%/*}
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

[ "$answer" = 200 ] || exit 0
systemctl --quiet is-active songwalk-screen.service || exit 0

# As the user of the screen.
ask_outputs() {
  kiosk=$(id -u kiosk)
  runuser -u kiosk -- env XDG_RUNTIME_DIR="/run/user/$kiosk" "$here/outputs.sh" "$@" || true
}

# Tells the server whether screen and sound are there, which no page can know.
curl --silent --insecure --max-time 10 --output /dev/null --header 'Content-Type: application/json' \
  --data "{\"device\":\"$DEVICE\",\"problems\":[$(ask_outputs)]}" "${site}api/outputs" || true

# Only a screen that started more than three minutes ago is judged. Times are those since the PC's start: the clock may be set.
since=$(systemctl show --property=ActiveEnterTimestampMonotonic --value songwalk-screen.service)
now=$(cut -d. -f1 "${UPTIME:-/proc/uptime}")
[ $((now - since / 1000000)) -ge 180 ] || exit 0

# What a restart has not mended is tried again after 2, 4, 8, 16 and 32 minutes, and then no more, until it was well or the
# PC is started; a page that is silent is tried every hour, because nothing is known of it.
count=0
last=0
[ ! -e "$state/restarts" ] || read -r count last <"$state/restarts"
may_restart() {
  wait=0
  [ "$count" = 0 ] || wait=$((60 << (count < 6 ? count : 6)))
  [ "$wait" -le 3600 ] || wait=3600
  [ $((now - last)) -ge "$wait" ]
}
restart_browser() {
  echo "$((count + 1)) $now" >"$state/restarts"
  rm -f "$state/down" "$state/well"
  echo "The browser is restarted: $1"
  systemctl restart songwalk-screen.service
  exit 0
}

# A browser plays on to a sound server that is gone, without noticing.
sound=$(ask_outputs sound-server)
former=$(cat "$state/sound-server" 2>/dev/null || true)
if [ -n "$sound" ] && [ -n "$former" ] && [ "$sound" != "$former" ]; then
  if may_restart; then
    echo "$sound" >"$state/sound-server"
    restart_browser "The sound server has been started anew."
  fi
elif [ -n "$sound" ]; then
  echo "$sound" >"$state/sound-server"
fi

# The server answers 503 if the page has sent no heartbeat for a minute, or says itself that it is of no use.
health=$(curl --silent --insecure --max-time 10 --write-out '\n%{http_code}' "${site}health?device=$DEVICE&within=60" || true)
if [ "${health##*
}" != 503 ]; then
  rm -f "$state/down"
  [ -e "$state/well" ] || echo "$now" >"$state/well"
  # Well for ten minutes: the next fault is a new one.
  [ $((now - $(cat "$state/well"))) -lt 600 ] || rm -f "$state/restarts"
  exit 0
fi
rm -f "$state/well"
# What a restart does not mend: a screen or a sound device that is missing.
case "$health" in *'"restart":false'*) exit 0 ;; esac
# A page mends itself first: it must be down at two looks.
if [ ! -e "$state/down" ]; then
  echo "$now" >"$state/down"
  exit 0
fi

case "$health" in *'"silent":true'*) ;; *) [ "$count" -lt 6 ] || exit 0 ;; esac
may_restart || exit 0
restart_browser "$(printf %s "$health" | sed -n 's/.*"reasons":\["\([^"]*\)".*/\1/p')"
