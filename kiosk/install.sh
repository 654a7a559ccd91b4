#!/bin/sh
# Sets a Debian PC up as the screen and the server of an exhibit: users, units, the browser's policies.
#   sudo /opt/songwalk/kiosk/install.sh
# Can be run again: /etc/songwalk.conf stays as it is. docs/museum.md says what comes before and after.
set -eu

here=$(dirname "$(readlink -f "$0")")
fail() {
  echo "$1" >&2
  exit 2
}

[ "$(id -u)" = 0 ] || fail "Run it with sudo."
[ "$here" = /opt/songwalk/kiosk ] || fail "songwalk must be in /opt/songwalk; this is $here."
for program in node cage Xwayland chromium curl; do
  command -v "$program" >/dev/null || fail "“$program” is missing; docs/museum.md, step 2, says what to install."
done
[ -d /opt/songwalk/node_modules ] || fail "Run “npm ci” in /opt/songwalk first."
[ -e /opt/songwalk/dist/.built-of ] || fail "Run “npm run build” in /opt/songwalk first."

id songwalk >/dev/null 2>&1 || useradd --system --home-dir /srv/songwalk --shell /usr/sbin/nologin songwalk
id kiosk >/dev/null 2>&1 || useradd --create-home --shell /usr/sbin/nologin kiosk
for group in audio video render input; do
  getent group "$group" >/dev/null && usermod --append --groups "$group" kiosk
done

install -d -o songwalk -g songwalk -m 2775 /srv/songwalk /srv/songwalk/exhibit
chown -R songwalk:songwalk /srv/songwalk
[ -e /etc/songwalk.conf ] || install -m 644 "$here/songwalk.conf" /etc/songwalk.conf
install -d /etc/chromium/policies/managed
install -m 644 "$here/policies/songwalk.json" /etc/chromium/policies/managed/songwalk.json
install -m 644 "$here"/songwalk*.service "$here"/songwalk*.timer /etc/systemd/system/

systemctl daemon-reload
systemctl set-default graphical.target
systemctl enable songwalk.service songwalk-screen.service songwalk-watch.timer
echo "All is set up. Put the exhibit into /srv/songwalk/exhibit, look at /etc/songwalk.conf, and restart the PC."
