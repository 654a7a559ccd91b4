#!/bin/sh
# Chromium with the exhibit on the whole screen. Started by songwalk-screen.service inside cage.
set -eu

profile="${XDG_STATE_HOME:-$HOME/.local/state}/songwalk-screen"
starts="${XDG_RUNTIME_DIR:-/tmp}/songwalk-starts"

# Four starts within a minute: the profile is broken. It is put aside, with what it holds, and begun anew.
now=$(date +%s)
echo "$now" >>"$starts"
if [ "$(awk -v since=$((now - 60)) '$1 > since' "$starts" | wc -l)" -ge 4 ] && [ -d "$profile" ]; then
  rm -rf "$profile-broken"
  mv "$profile" "$profile-broken"
  echo "The browser did not stay; its profile was put aside as $profile-broken." >&2
  : >"$starts"
fi

mkdir -p "$profile"
# What a power cut leaves behind: the lock of a browser that is gone.
rm -f "$profile/SingletonLock" "$profile/SingletonSocket" "$profile/SingletonCookie"

# Not --incognito: what the service worker holds must outlast the night.
exec "${CHROMIUM:-/usr/bin/chromium}" \
  --user-data-dir="$profile" \
  --ozone-platform="${OZONE:-wayland}" \
  --kiosk \
  --no-first-run \
  --no-default-browser-check \
  --noerrdialogs \
  --disable-session-crashed-bubble \
  --hide-crash-restore-bubble \
  --disable-infobars \
  --disable-pinch \
  --overscroll-history-navigation=0 \
  --disable-features=Translate,OverscrollHistoryNavigation,TouchpadOverscrollHistoryNavigation \
  --autoplay-policy=no-user-gesture-required \
  --disable-background-timer-throttling \
  --disable-backgrounding-occluded-windows \
  --disable-renderer-backgrounding \
  --disable-component-update \
  --password-store=basic \
  --touch-events=enabled \
  "$PAGE?device=$DEVICE"
