#!/bin/sh
# Sets up a Debian PC as screen and server of an exhibit: users, systemd units, browser policies.
#   sudo /opt/songwalk/kiosk/install.sh
# It can be run again; /etc/songwalk.conf is not overwritten. docs/museum.md lists the steps before and after.
set -eu

here=$(dirname "$(readlink -f "$0")")
fail() {
  echo "$1" >&2
  exit 2
}

[ "$(id -u)" = 0 ] || fail "Run this script with sudo."
[ "$here" = /opt/songwalk/kiosk ] || fail "songwalk is in $here; move it to /opt/songwalk."
for program in node cage Xwayland chromium curl; do
  command -v "$program" >/dev/null || fail "“$program” is missing; install the packages of docs/museum.md, step 2."
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
# The browser opens pages of this computer, and those of the server that PAGE names.
read_setting() {
  sed -n "s/^$1=[\"']\{0,1\}\([^\"']*\).*/\1/p" /etc/songwalk.conf | tail -n 1
}
DEVICE=$(read_setting DEVICE)
PAGE=$(read_setting PAGE)
. "$here/page-address.sh"
sed "s|\"URLAllowlist\": \[|&\"$page_origin\", |" "$here/policies/songwalk.json" >/etc/chromium/policies/managed/songwalk.json
chmod 644 /etc/chromium/policies/managed/songwalk.json
# What was disabled stays so when this runs again: the server of a second screen.
is_first=
[ -e /etc/systemd/system/songwalk-screen.service ] || is_first=yes
install -m 644 "$here"/songwalk*.service "$here"/songwalk*.timer /etc/systemd/system/

systemctl daemon-reload
systemctl set-default graphical.target
if [ -n "$is_first" ]; then
  systemctl enable songwalk.service songwalk-screen.service songwalk-watch.timer
  echo "The PC is set up. Put the exhibit into /srv/songwalk/exhibit, check /etc/songwalk.conf, and restart the PC."
else
  echo "The PC is set up anew; it will show $page_address."
fi
