#!/bin/sh
# Installs the Debian packages named on the command line that are missing; says which, where it may not install them.
set -eu

if ! command -v dpkg-query >/dev/null 2>&1; then
  echo "This is not Debian; see that you have what these packages hold: $*" >&2
  exit 0
fi

missing=''
for package in "$@"; do
  dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" -eq 0 ]; then
  as_root=''
elif command -v sudo >/dev/null 2>&1 && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
  as_root='sudo'
else
  echo "Please have an administrator install:$missing" >&2
  echo "  apt-get install --no-install-recommends$missing" >&2
  exit 1
fi

echo "Installing$missing"
# The list of packages may be absent or old on a fresh machine.
$as_root apt-get update -qq
# shellcheck disable=SC2086
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
