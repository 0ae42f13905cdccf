#!/usr/bin/env bash
# From a fresh Debian 12 to a client whose calls weir decides: installs what is missing, builds, and runs the example in
# quickstart/. Everything that it reads and writes there lies in a scratch folder.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

bash tests/setup.sh

# A development build that is there already does as well and saves the time.
preset=release
if [[ ! -d build/release && -f build/dev/CMakeCache.txt ]]; then preset=dev; fi
printf '== weir: building (%s)\n' "$preset"
mkdir -p build
cmake --preset "$preset" -Wno-dev >"build/$preset-configure.log" 2>&1 || { cat "build/$preset-configure.log"; exit 1; }
cmake --build --preset "$preset" --target weir

exec examples/quickstart/run.sh "build/$preset/bin/weir"
