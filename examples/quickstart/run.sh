#!/usr/bin/env bash
# Runs the quickstart's client against the given weir, under policy.weir with its /srv and /root in a scratch folder.
set -euo pipefail
weir=$(realpath "${1:?usage: run.sh PATH-OF-WEIR}")
cd "$(dirname "${BASH_SOURCE[0]}")"
export PATH=$PWD/../../tests/npm/node_modules/.bin:$PATH

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir -p "$scratch/srv/work" "$scratch/root/.ssh"
echo 'A weir lets through what should pass and holds back the rest.' >"$scratch/srv/work/README.md"
echo '-----BEGIN OPENSSH PRIVATE KEY----- (a decoy)' >"$scratch/root/.ssh/id_rsa"
sed "s|/srv/work|$scratch/srv/work|g" policy.weir >"$scratch/policy.weir"

node client.mjs "$weir" "$scratch"
