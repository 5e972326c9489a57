#!/usr/bin/env bash
# Runs the real Autobahn suite over the release build: PYTHON2=python2.7 Tests/autobahn.sh [CASE...]
#
# Needs a Python 2.7 with pip (the suite's release is for no other) and `swift build -c release`.
# Cases are numbers or patterns such as '12.*'; by default all, which takes an hour and more: groups 12
# and 13 send 1,000 messages a case. Prints how many cases ended how, and each that did not pass; the
# report for a browser stays in .build/autobahn/. Ends with 1 if a case failed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

python2=${PYTHON2:-python2.7}
folder=$PWD/.build/autobahn
port=${PORT:-9901}
mkdir -p "$folder"
if [ ! -e "$folder/site/autobahntestsuite" ]; then
  "$python2" -m pip install --quiet --target "$folder/site" autobahntestsuite==25.10.1
  # pip leaves this out of namespace packages, and --target is no site folder.
  touch "$folder/site/zope/__init__.py"
fi

cases=$(printf '"%s",' "${@:-*}")
cat >"$folder/spec.json" <<END
{"outdir": "$folder/reports", "cases": [${cases%,}], "exclude-cases": [], "exclude-agent-cases": {},
 "servers": [{"agent": "isoscan", "url": "ws://127.0.0.1:$port/ws-echo"}]}
END

rm -rf "$folder/reports" "$folder/data"
mkfifo "$folder/ready.$$"
.build/release/isoscan serve --conformance --port "$port" --data "$folder/data" >"$folder/ready.$$" &
server=$!
trap 'kill $server 2>/dev/null; rm -f "$folder/ready.$$"' EXIT
read -r _ <"$folder/ready.$$"
PYTHONPATH="$folder/site" "$python2" -m autobahntestsuite.wstest -m fuzzingclient \
  -s "$folder/spec.json" >"$folder/log" 2>&1

python3 - "$folder/reports/index.json" <<'END'
import collections, json, sys

results = json.load(open(sys.argv[1]))["isoscan"]
good = {"OK", "NON-STRICT", "INFORMATIONAL"}
bad = {n: r for n, r in results.items() if not {r["behavior"], r["behaviorClose"]} <= good}
counts = collections.Counter(r["behavior"] for r in results.values())
print(len(results), "cases:", ", ".join(f"{count} {name}" for name, count in counts.items()))
for number, result in sorted(bad.items()):
    print(number, result["behavior"], "closing:", result["behaviorClose"])
sys.exit(1 if bad or not results else 0)
END
