#!/usr/bin/env bash
# Runs the HTTP tests and the end-to-end tests of the server under the thread and address sanitizers:
# Tests/sanitize.sh [thread|address]...
#
# Needs what `Tests/run.sh install` installs. Ends with 1 at the first report or failed test; reports
# are in .build/sanitize-KIND/reports.*. Takes about ten minutes and 2 GB of disk for each.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

files=()
for name in api bad_input origins limits listening emulation management_api process reconnect bursts load; do
  files+=("Tests/EndToEnd/test_$name.py")
done

[ $# -gt 0 ] || set -- thread address
for kind in "$@"; do
  case "$kind" in
    thread | address) ;;
    *) echo "unknown sanitizer '$kind': thread or address" >&2; exit 2 ;;
  esac
  folder=$PWD/.build/sanitize-$kind
  mkdir -p "$folder"
  rm -f "$folder"/reports.*
  options=(--sanitize="$kind" --scratch-path "$folder")
  if [ "$kind" = thread ]; then
    # Without it, what a contended Mutex orders would be reported as races.
    "$(dirname "$(readlink -f "$(command -v swift)")")/clang" -O2 -fPIC -c Tests/Sanitizers/mutex.c -o "$folder/mutex.o"
    options+=(-Xlinker "$folder/mutex.o")
  fi
  export TSAN_OPTIONS="log_path=$folder/reports"
  # Leaks would be those of what lives as long as the process; what grows is measured elsewhere.
  # Freed memory is held back for a while, but not so much that the tests of bounded memory fail by it.
  export ASAN_OPTIONS="log_path=$folder/reports:detect_leaks=0:quarantine_size_mb=4:thread_local_quarantine_size_kb=64"
  printf '\n== %s\n' "$kind"
  swift test "${options[@]}" --filter HTTPTests
  swift build "${options[@]}" --product isoscan
  TEST_TIMEOUT_S=1800 ISOSCAN=$folder/debug/isoscan .venv/bin/python -m pytest "${files[@]}" -q
  if compgen -G "$folder/reports.*" >/dev/null; then
    head -n 60 "$folder"/reports.*
    exit 1
  fi
done
echo "no reports"
