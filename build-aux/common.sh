# shellcheck shell=bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# What ./check and ./run share; they source it from the top of the tree.

# Nothing is written outside of build/, not even by Python.
export PYTHONDONTWRITEBYTECODE=1

say() { printf '\033[1m== %s\033[0m\n' "$*"; }

die() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 1
}

# as_root COMMAND...
as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    die "this needs root and there is no sudo; run as root: $*"
  fi
}

# missing LIST...: the packages of the lists that are not installed.
missing() {
  cat "${@/#/build-aux/packages/}" | sort -u | while read -r package; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || echo "$package"
  done
}

# install OPTIONS PACKAGE...
install() {
  if [ -z "${updated-}" ]; then as_root apt-get update -q || die "apt-get update failed"; fi
  updated=yes
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@"
}

# need LIST...: installs what is missing of the lists of packages.
need() {
  local packages
  mapfile -t packages < <(missing "$@")
  [ ${#packages[@]} = 0 ] && return
  command -v apt-get >/dev/null || die "please install what Debian calls: ${packages[*]}"
  say "Installing ${packages[*]}"
  install "${packages[@]}" || die "could not install ${packages[*]}"
}

# build DIR OPTION...: configures the folder when it is new, and builds it; what the tools say goes
# to DIR.log, and is shown when they fail.
build() {
  local dir=$1 log=$1.log
  shift
  mkdir -p "$(dirname "$dir")"
  {
    { [ -f "$dir/build.ninja" ] || meson setup "$dir" "$@"; } && ninja -C "$dir"
  } >"$log" 2>&1 && return
  cat "$log" >&2
  return 1
}
