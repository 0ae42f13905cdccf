#!/usr/bin/env python3
# Writes by_hand.inc: the workload as a careful programmer would write it in C++, a switch over numbers that stand for the
# names. usage: by_hand.py WORKLOAD-FOLDER > by_hand.inc
import collections
import csv
import json
import sys

FIELDS = ["id", "effect", "agent", "server", "tool", "prefix", "hosts"]


def number(name):
    """The digits of a name: agent-012, srv-03, tool_4, h05.internal.example."""
    return int("".join(filter(str.isdigit, name.split(".")[0])))


def begins(prefix):
    return f"StartsWith(path, {json.dumps(prefix)}, {len(prefix)})"


def function(size, rules):
    forbids, permits = collections.defaultdict(list), collections.defaultdict(list)
    for rule in rules:
        if rule["effect"] == "forbid":
            forbids[number(rule["server"])].append(rule)
        else:
            key = number(rule["agent"]) << 16 | number(rule["server"]) << 8 | number(rule["tool"])
            permits[key].append(rule)
    yield f"inline bool Decide{size}(uint32_t agent, uint32_t server, uint32_t tool, uint32_t host, std::string_view path) {{"
    yield "  switch (server) {"
    for server, of_server in sorted(forbids.items()):
        yield f"    case {server}:"
        for rule in of_server:
            yield f"      if ({begins(rule['prefix'])}) return false;"
        yield "      break;"
    yield "    default: break;\n  }"
    yield "  if (host >= 64) return false;"
    yield "  switch (uint64_t{agent} << 16 | server << 8 | tool) {"
    for key, of_key in sorted(permits.items()):
        yield f"    case {key}:"
        for rule in of_key:
            hosts = sum(1 << number(host) for host in rule["hosts"].split(","))
            yield f"      if (({hosts:#x}ull >> host & 1) != 0 && {begins(rule['prefix'])}) return true;"
        yield "      return false;"
    yield "    default: return false;\n  }\n}"


for size in (100, 1000):
    with open(f"{sys.argv[1]}/rules_{size}.tsv", newline="") as file:
        rules = list(csv.DictReader(file, FIELDS, delimiter="\t"))
    print("\n".join(function(size, rules)))
