#!/usr/bin/env bash
# Everything from a fresh machine to the last test: sets up, builds, and runs the whole suite. ctest speaks last.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

usage() {
  cat <<'TEXT'
usage: tests/run.sh [--release | --sanitize] [--jobs N] [-- CTEST-ARGUMENT...]

Installs what is missing, builds weir and runs all its tests.

  --release    test what users run, instead of the development build
  --sanitize   test twice: under AddressSanitizer with UndefinedBehaviorSanitizer, then under ThreadSanitizer
  --jobs N     how many compilers and tests at once (default: the number of processors)
  --help       this text

What follows -- goes to ctest: tests/run.sh -- -R integration
TEXT
}

presets=(dev)
jobs=$(nproc)
while [[ $# -gt 0 ]]; do
  case $1 in
    --release) presets=(release) ;;
    --sanitize) presets=(asan tsan) ;;
    --jobs)
      jobs=${2:-}
      [[ $jobs =~ ^[1-9][0-9]*$ ]] || { echo "tests/run.sh: --jobs needs a number" >&2; exit 2; }
      shift
      ;;
    --help | -h) usage; exit 0 ;;
    --) shift; break ;;
    *) printf 'tests/run.sh: unknown option %s\n\n' "$1" >&2; usage >&2; exit 2 ;;
  esac
  shift
done

bash tests/setup.sh
mkdir -p build
for preset in "${presets[@]}"; do
  printf '== %s: configuring\n' "$preset"
  cmake --preset "$preset" -Wno-dev >"build/$preset-configure.log" 2>&1 || { cat "build/$preset-configure.log"; exit 1; }
  printf '== %s: building\n' "$preset"
  cmake --build --preset "$preset" --parallel "$jobs"
done

# A failure under the first sanitizer does not hide what the second has to say.
status=0
for preset in "${presets[@]}"; do
  printf '== %s: testing\n' "$preset"
  ctest --preset "$preset" --parallel "$jobs" "$@" || status=$?
done
exit "$status"
