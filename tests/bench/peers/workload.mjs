// The shared workload (../workload) and how each engine is measured on it.
import { readFileSync } from 'node:fs';

const read = (name, fields) =>
  readFileSync(new URL(`../workload/${name}.tsv`, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => Object.fromEntries(line.split('\t').map((value, at) => [fields[at], value])));

export const sizes = [100, 1000];

// Rules that permit name everything; those that forbid are for any agent, tool and host of a server.
export function load(size) {
  const rules = read(`rules_${size}`, ['id', 'effect', 'agent', 'server', 'tool', 'prefix', 'hosts']);
  const requests = read(`requests_${size}`, ['agent', 'server', 'tool', 'path', 'host', 'expected']);
  for (const rule of rules) {
    rule.permits = rule.effect === 'permit';
    rule.hosts = rule.permits ? rule.hosts.split(',') : [];
  }
  for (const request of requests) request.expected = request.expected === '1';
  return {
    permits: rules.filter((rule) => rule.permits),
    forbids: rules.filter((rule) => !rule.permits),
    requests,
  };
}

// For an index over rules: all values of each key, in order.
export function groupBy(items, keyOf) {
  const groups = new Map();
  for (const item of items) {
    const key = keyOf(item);
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(item);
  }
  return groups;
}

const seconds = Number(process.env.WEIR_BENCH_SECONDS ?? 2);
const batchSize = 64;
const batchesMin = 31;

// Prints one line: the median, over batches of requests, of the time that one decision takes, and how many decisions are
// not the expected ones. `requests`: fewer than all where an engine is too slow for all of them.
export function measure(engine, size, requests, allows) {
  const mismatches = requests.filter((request) => allows(request) !== request.expected).length;
  const batches = [];
  const end = process.hrtime.bigint() + BigInt(Math.round(seconds * 1e9));
  let at = 0;
  let allowed = 0;
  while (process.hrtime.bigint() < end || batches.length < batchesMin) {
    const begin = process.hrtime.bigint();
    for (let i = 0; i < batchSize; ++i) {
      allowed += allows(requests[at]) ? 1 : 0;
      at = (at + 1) % requests.length;
    }
    batches.push(Number(process.hrtime.bigint() - begin) / batchSize);
  }
  if (allowed === 0) throw new Error(`${engine} allows nothing`);
  batches.sort((a, b) => a - b);
  const median = batches[Math.floor(batches.length / 2)];
  console.log(JSON.stringify({ engine, rules: size, median_ns: Math.round(median), mismatches }));
}
