#!/usr/bin/env bash
# Runs the agent with and without the given weir, under policy.weir with its /srv in a scratch folder.
set -euo pipefail
weir=$(realpath "${1:?usage: run.sh PATH-OF-WEIR}")
cd "$(dirname "${BASH_SOURCE[0]}")"
export PATH=$PWD/../../tests/npm/node_modules/.bin:$PATH

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir -p "$scratch/srv/work"
echo 'The merger with Harrow & Pike closes on Friday the 13th, at 41 pounds a share.' >"$scratch/srv/work/plan.md"
sed "s|/srv/|$scratch/srv/|g" policy.weir >"$scratch/policy.weir"

"$weir" test policy.weir
node agent.mjs "$weir" "$scratch"
echo
echo 'weir flows, on the audit of it:'
"$weir" flows "$scratch/audit.jsonl" | sed "s|$scratch||g"
