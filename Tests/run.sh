#!/usr/bin/env bash
# Installs what the tests need and runs everything: Tests/run.sh [STEP...]
#
# Steps, all by default and in this order:
#   install   Debian packages (apt-get, as root or with sudo) and the virtual environment .venv/
#   lint      swift format, strict
#   unit      debug build and `swift test`
#   release   release build
#   endtoend  pytest on .build/release/isoscan
#
# Needs Swift 6.2 or later. Ends with 1 as soon as a step fails.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

# What stands for a package: a command, or a file. Only what is missing is installed, so that a
# LibreOffice with a user interface does instead of one without.
missing_packages() {
  local program=/usr/lib/libreoffice/program flavour=-nogui
  [ "$(dpkg-query -W -f '${db:Status-Status}' libreoffice-core 2>/dev/null)" = installed ] && flavour=
  while read -r package sign; do
    [ -e "$sign" ] || command -v "$sign" >/dev/null || echo "$package"
  done <<END
libsqlite3-dev /usr/include/sqlite3.h
zlib1g-dev /usr/include/zlib.h
libcurl4-openssl-dev /usr/share/doc/libcurl4-openssl-dev
unicode-data /usr/share/unicode/CaseFolding.txt
python3-venv /usr/share/doc/python3-venv
chromium chromium
nginx-light nginx
openssl openssl
systemd systemd-socket-activate
poppler-utils pdftotext
tesseract-ocr tesseract
tesseract-ocr-eng /usr/share/tesseract-ocr/5/tessdata/eng.traineddata
strace strace
qpdf qpdf
ghostscript gs
mupdf-tools mutool
libcairo2 /usr/share/doc/libcairo2
fonts-dejavu-core /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf
libreoffice-calc$flavour $program/libsclo.so
libreoffice-draw$flavour $program/libsdlo.so
libreoffice-writer$flavour $program/libswlo.so
END
}

step_install() {
  local packages
  packages=$(missing_packages)
  if [ -n "$packages" ]; then
    echo "installing: $(echo $packages)"
    as_root apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive \
      apt-get install -y -qq --no-install-recommends $packages >/dev/null
  fi
  [ -x .venv/bin/python ] || python3 -m venv .venv
  .venv/bin/pip install --quiet --disable-pip-version-check -r Tests/EndToEnd/requirements.txt
}

step_lint() { swift format lint --strict --recursive Sources Tests Package.swift; }

step_unit() { swift test; }

step_release() { swift build -c release --product isoscan; }

step_endtoend() { .venv/bin/python -m pytest Tests/EndToEnd -q --durations=10; }

# Not inside `if` or `&&`: bash ignores `set -e` there, and a step would go on after a failure.
run_step() {
  step=$1
  began=$SECONDS
  printf '\n== %s\n' "$step"
  "step_$step"
  printf -- '-- %s: done in %d s\n' "$step" $((SECONDS - began))
  step=
}

step=
trap '[ -z "$step" ] || printf -- "-- %s: FAILED\n" "$step" >&2' EXIT

command -v swift >/dev/null || { echo "swift is not installed or not in PATH" >&2; exit 1; }
[ $# -gt 0 ] || set -- install lint unit release endtoend
for step in "$@"; do
  case "$step" in
    install | lint | unit | release | endtoend) run_step "$step" ;;
    *) echo "unknown step '$step': install, lint, unit, release or endtoend" >&2; exit 2 ;;
  esac
done
printf '\nall done in %d s\n' "$SECONDS"
