#!/bin/sh
# The commands of “npm run exhibit” from any folder; linked as /usr/local/bin/songwalk: songwalk check my-exhibit
set -eu

root=$(dirname "$(dirname "$(readlink -f "$0")")")
# Of “sudo -u songwalk” in a home folder, which others may not enter: no program could be started from there.
[ -x . ] || cd "$root"
export TSX_TSCONFIG_PATH="$root/tsconfig.json"
exec node --import "file://$root/node_modules/tsx/dist/loader.mjs" "$root/cli/exhibit.ts" "$@"
