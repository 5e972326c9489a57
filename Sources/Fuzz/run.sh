#!/usr/bin/env bash
# Fuzzes every parser of foreign bytes: Sources/Fuzz/run.sh [-s SECONDS] [-e EXAMPLES] [HARNESS...]
#
#   -s SECONDS   each harness runs so long (600)
#   -e EXAMPLES  a folder with documents of any kind to begin with, beside those made here
#   -j JOBS      harnesses that run at once (2)
#   HARNESS      the names of some harnesses (all)
#
# Builds with libFuzzer and the address sanitizer, optimized, Swift's own traps on. All that is made lies in
# .build-fuzz/: corpus/NAME is kept and gone on with, findings/NAME-* are inputs that crash or take too
# long, seeds/ is made anew. Ends with 1 if there is a finding. To see one:
#   SWIFT_BACKTRACE=enable=no FUZZ_HARNESS=NAME .build-fuzz/release/Fuzz .build-fuzz/findings/NAME-...
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

seconds=600 examples= jobs=2
while getopts s:e:j: option; do
  case $option in
    s) seconds=$OPTARG ;;
    e) examples=$(realpath "$OPTARG") ;;
    j) jobs=$OPTARG ;;
    *) sed -n '2,7s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
  esac
done
shift $((OPTIND - 1))

# Harness, its dictionary, and its longest input in bytes: what costs less is tried more often.
table() {
  cat <<END
file pdf 20000
pdf pdf 20000
lexer pdf 4000
content content 8000
font font 20000
cmap cmap 4000
filter filter 8000
dxf dxf 8000
zip zip 20000
office office 20000
markup markup 8000
mail mail 8000
head http 4000
chunked chunked 2000
multipart multipart 4000
websocket websocket 2000
inflate inflate 4000
END
}

out=$PWD/.build-fuzz
# The harnesses limit the CPU time of an input themselves: -timeout is for one that sleeps for ever.
flags=(-timeout=300 -report_slow_units=300 -rss_limit_mb=2048 -max_total_time="$seconds" -print_final_stats=1)

build() {
  # Both in one flag: of two, as `--sanitize` gives them, the compiler takes the last alone, and there
  # is either no coverage or no address sanitizer.
  ISOSCAN_FUZZ=1 swift build -c release --build-path "$out" --product Fuzz \
    --sanitize fuzzer -Xswiftc -sanitize=fuzzer,address -Xswiftc -enable-testing
}

fuzz() {
  local name=$1 dictionary=$2 length=$3
  mkdir -p "$out/corpus/$name" "$out/findings" "$out/logs" "$out/seeds/$name"
  FUZZ_HARNESS=$name nice -n 15 "$out/release/Fuzz" "${flags[@]}" -max_len="$length" \
    -dict="Sources/Fuzz/Dictionaries/$dictionary.dict" -artifact_prefix="$out/findings/$name-" \
    "$out/corpus/$name" "$out/seeds/$name" >"$out/logs/$name.log" 2>&1 || true
  times >"$out/logs/$name.times"  # Not into a pipe: that would be the times of another shell.
}

report() {
  printf '%-10s %11s %9s %9s %9s\n' harness executions CPU coverage findings
  local name log runs covered found
  while read -r name _; do
    log=$out/logs/$name.log
    [ -f "$log" ] || continue
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    covered=$(grep -ao ' cov: [0-9]*' "$log" | tail -n 1 || true)
    found=$(find "$out/findings" -name "$name-*" | wc -l)
    printf '%-10s %11s %9s %9s %9s\n' "$name" "${runs:-?}" "$(sed -n '2s/ .*//p' "$out/logs/$name.times")" \
      "${covered##* }" "$found"
  done < <(table)
}

# Swift's own report of a crash would come before libFuzzer's, and stops for good where it may not trace.
export SWIFT_BACKTRACE=enable=no
export ASAN_OPTIONS=quarantine_size_mb=16:malloc_context_size=4
build
rm -rf "$out/seeds" "$out/logs"
FUZZ_SEEDS=$out/seeds FUZZ_EXAMPLES=$examples ASAN_OPTIONS=detect_leaks=0 "$out/release/Fuzz"

while read -r name dictionary length; do
  [ $# -eq 0 ] || [[ " $* " == *" $name "* ]] || continue
  while [ "$(jobs -rp | wc -l)" -ge "$jobs" ]; do wait -n; done
  echo "$name: ${seconds} s"
  fuzz "$name" "$dictionary" "$length" &
done < <(table)
wait
report | tee "$out/results.txt"
[ -z "$(ls -A "$out/findings")" ]
