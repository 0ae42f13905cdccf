#!/usr/bin/env bash
# Fuzzes each target for a while, from its committed corpus; what it finds stays in build/fuzz. Needs clang with its
# run-time libraries, of a version that takes the headers of ANTLR: apt-get install clang-19 libclang-rt-19-dev
# usage: tests/fuzz/run.sh [SECONDS-FOR-EACH] [TARGET...], by default 60 seconds for all of them
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
seconds=${1:-60}
shift || true
targets=("$@")
if [[ ${#targets[@]} -eq 0 ]]; then
  for corpus in tests/fuzz/corpus/*/; do targets+=("$(basename "$corpus")"); done
fi

cmake --preset fuzz >/dev/null
cmake --build build/fuzz --target "${targets[@]/#/fuzz_}"
for target in "${targets[@]}"; do
  printf '== %s\n' "$target"
  found=build/fuzz/found/$target
  mkdir -p "$found"
  # New inputs go to the first folder; an input that breaks something is written beside it, and ends the run.
  build/fuzz/tests/fuzz/fuzz_"$target" -max_total_time="$seconds" -timeout=10 -artifact_prefix="$found-" -print_final_stats=1 \
    "$found" "tests/fuzz/corpus/$target" 2>&1 | tail -n 12
done
