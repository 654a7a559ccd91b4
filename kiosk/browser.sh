#!/bin/sh
# Starts Chromium with the exhibit in full screen. Run by songwalk-screen.service inside cage.
set -eu
. "${0%/*}/page-address.sh"

profile="${XDG_STATE_HOME:-$HOME/.local/state}/songwalk-screen"
starts="${XDG_RUNTIME_DIR:-/tmp}/songwalk-starts"

# After four starts within a minute the profile is taken to be damaged: it is renamed, and a new one is created.
# Of the time since the PC was started: the clock may be set meanwhile.
now=$(cut -d. -f1 /proc/uptime)
echo "$now" >>"$starts"
if [ "$(awk -v since=$((now - 60)) '$1 > since' "$starts" | wc -l)" -ge 4 ] && [ -d "$profile" ]; then
  rm -rf "$profile-broken"
  mv "$profile" "$profile-broken"
  echo "The browser crashed repeatedly; its profile was put aside as $profile-broken." >&2
  : >"$starts"
fi

mkdir -p "$profile"
# A power failure leaves the lock of the previous browser behind.
rm -f "$profile/SingletonLock" "$profile/SingletonSocket" "$profile/SingletonCookie"

# Not --incognito: the service worker's cache must persist.
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
  "$page_address"
