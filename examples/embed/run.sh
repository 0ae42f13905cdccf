#!/usr/bin/env bash
# Compiles the policy beside this file into a C program and asks it a few questions. Takes the path of weir; fails where
# an answer is not the expected one.
set -euo pipefail

weir=$(realpath "${1:?usage: run.sh PATH-OF-WEIR}")
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cd "$here"
"$weir" test policy.weir
"$weir" compile policy.weir -o "$work/policy.o" --header "$work/policy.h"
"${CC:-cc}" -std=c11 -Wall -Wextra -Werror -O2 -I "$work" decide.c "$work/policy.o" -o "$work/decide"

expect() {
  local wanted=$1 answer
  shift
  answer=$("$work/decide" "$@") || true
  printf '%-60s %s\n' "$*" "$answer"
  [[ $answer == "$wanted"* ]] || { echo "expected $wanted" >&2; exit 1; }
}

expect 'allow by `allow coder: tickets.create_ticket' coder tickets create_ticket project=weir
expect 'deny' coder tickets create_ticket project=payroll
expect 'deny' coder tickets create_ticket project=weir assignee=ann
expect 'allow' coder tickets create_ticket project=weir 'title=the build is slow'
expect 'deny by `deny any: tickets.*' coder tickets create_ticket project=weir 'title=use AKIAIOSFODNN7EXAMPLE for it'
expect 'ask by `ask coder: tickets.close_ticket`' coder tickets close_ticket id=17
expect 'allow by `allow {coder, ci}: tickets.read_*`' ci tickets read_ticket labels='[bug,ui]'
expect 'deny by `deny any: tickets.*' ci tickets read_ticket labels='[bug,security-high]'
expect 'deny' nobody tickets read_ticket
expect 'deny' coder tickets drop_database
expect 'deny' coder payroll read_ticket
