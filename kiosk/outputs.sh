#!/bin/sh
# Writes what this PC's screen and sound lack, as watch.sh tells it to the server: "no-screen","no-speaker" or nothing.
# With the argument sound-server: the number that the running sound server has given itself; another one is another server.
# Run as the user whose browser it is. What cannot be known is not told.
set -eu

lacks_screen() {
  known=no
  for connector in "${DRM:-/sys/class/drm}"/card*-*; do
    [ -r "$connector/status" ] || continue
    known=yes
    [ "$(cat "$connector/status")" = connected ] || continue
    # A screen that is switched off by its power management has the state Off, Standby or Suspend.
    [ "$(cat "$connector/dpms" 2>/dev/null || echo On)" = On ] && return 1
  done
  [ "$known" = yes ]
}

# Without a device, the sound server has a sink of its own that plays to nobody.
lacks_speaker() {
  if command -v wpctl >/dev/null; then
    sink=$(timeout 5 wpctl inspect @DEFAULT_AUDIO_SINK@ 2>/dev/null) || return 0
  elif command -v pactl >/dev/null; then
    sink=$(timeout 5 pactl get-default-sink 2>/dev/null) || return 0
  else
    return 1
  fi
  case "$sink" in *auto_null* | '' | @*) return 0 ;; esac
  return 1
}

if [ "${1:-}" = sound-server ]; then
  if command -v wpctl >/dev/null; then
    timeout 5 wpctl status 2>/dev/null | sed -n 's/.*cookie:\([0-9a-f]*\).*/\1/p' | head -n 1
  elif command -v pactl >/dev/null; then
    LC_ALL=C timeout 5 pactl info 2>/dev/null | sed -n 's/^Cookie: //p'
  fi
  exit 0
fi

problems=
lacks_screen && problems='"no-screen"'
lacks_speaker && problems="${problems:+$problems,}\"no-speaker\""
echo "$problems"
