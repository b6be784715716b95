#!/usr/bin/env bash
# debian.sh STAMP WHAT PROGRAM PACKAGE...: see that a program and Debian packages are there, installing the packages where we may.
# STAMP is left empty where all is well, else it says why WHAT is skipped: no test is lost silently.
set -euo pipefail
stamp=$1 what=$2 program=$3
shift 3

skip() { printf 'SKIPPED: %s needs %s\n' "$what" "$1" | tee "$stamp"; exit 0; }

command -v "$program" >/dev/null || skip "$program, which is not on the path"
command -v dpkg-query >/dev/null || { : >"$stamp"; exit 0; }  # another system: its own tools say what is missing
missing=()
for package in "$@"; do
  dpkg-query --show --showformat='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
  [ "$(id -u)" = 0 ] || skip "the Debian packages ${missing[*]} (sudo apt-get install ${missing[*]})"
  printf '\033[2mInstalling what %s needs: %s\033[0m\n' "$what" "${missing[*]}"
  { apt-get update -qq && apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >/dev/null || skip "${missing[*]}, which apt-get could not install"
fi
: >"$stamp"
