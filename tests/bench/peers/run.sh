#!/usr/bin/env bash
# weir and its peers on the shared workload, one after the other in one run; prints one table. Installs the peers in the
# exact versions of the lock file, and needs Node.js, python3, a C++ compiler and, for its line, luajit.
# usage: tests/bench/peers/run.sh [BUILD-FOLDER], by default build/release; WEIR_BENCH_SECONDS each engine has (2)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."
build=${1:-build/release}
peers=tests/bench/peers
workload=tests/bench/workload
out=$build/peers
mkdir -p "$out"

cmake --build "$build" --target workload_bench >&2
(cd "$peers" && npm ci --loglevel=error </dev/null >&2)
python3 "$peers/by_hand.py" "$workload" >"$out/by_hand.inc"
c++ -std=c++20 -O2 -march=native -I "$out" "$peers/by_hand.cpp" -o "$out/by_hand"

{
  "$build/tests/bench/workload_bench" "${WEIR_BENCH_SECONDS:-2}"
  "$out/by_hand" "$workload"
  if command -v luajit >/dev/null; then luajit "$peers/by_hand.lua" "$workload"; else echo "no luajit: left out" >&2; fi
  for engine in cel casbin cedar; do node "$peers/$engine.mjs"; done
} | tee "$out/lines.json" >&2
node "$peers/table.mjs" <"$out/lines.json"
