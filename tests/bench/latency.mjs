// What weir adds to one tools/call: the same calls to the same server, directly and through weir,
// in turns in one run. Usage: node latency.mjs PATH-OF-WEIR [CALLS]
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';

import {Client, StdioClientTransport} from '../support/sdk.mjs';

const [weir, callsText = '2000'] = process.argv.slice(2);
const calls = Number(callsText);
if (!weir || !Number.isInteger(calls) || calls < 100 || calls > 20_000) {
  console.error('usage: latency.mjs PATH-OF-WEIR [CALLS], 100 to 20000 calls');
  process.exit(2);
}

const batch = 50;          // calls in a row on one side before the other has its turn
const warmUp = 200;        // per side, not measured
const timeMaxMs = 60_000;  // ms, whatever has been measured by then

const here = path.dirname(fileURLToPath(import.meta.url));
const server = path.join(here, '../npm/node_modules/.bin/mcp-server-everything');
const launch = [process.execPath, server, 'stdio'];
const args = {
  message: 'hello'
};

// 100 rules that look at the argument, so that the decision is not the trivial one.
function policyText() {
  const rules = Array.from(
      {length: 99},
      (_, i) => `deny any: everything.echo where args.message starts with "forbidden ${i}";`);
  const words = launch.map((word) => JSON.stringify(word)).join(' ');
  const allow = 'allow any: everything.echo where args.message like "h*";';
  return ['weir 1;', `server everything { launch ${words}; }`, allow, ...rules, ''].join('\n');
}

async function connect(command, args) {
  const client = new Client({name: 'latency', version: '1'});
  await client.connect(new StdioClientTransport({command, args, stderr: 'ignore'}));
  return client;
}

async function untilReady(call) {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const result = await call().catch(() => ({isError: true}));
    if (!result.isError) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('the server did not come up');
}

async function measure(call, count, samples) {
  for (let i = 0; i < count; i += 1) {
    const start = process.hrtime.bigint();
    const result = await call();
    samples.push(Number(process.hrtime.bigint() - start) / 1000);
    if (result.isError) throw new Error(result.content[0].text);
  }
}

function summary(samples) {
  const sorted = samples.toSorted((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  return {p50: at(0.5), p90: at(0.9), p99: at(0.99)};
}

const folder = mkdtempSync(path.join(os.tmpdir(), 'weir-latency-'));
const policyFile = path.join(folder, 'policy.weir');
writeFileSync(policyFile, policyText());

const direct = await connect(launch[0], launch.slice(1));
const routed = await connect(weir, ['run', '--policy', policyFile]);
const sides = {
  direct: {call: () => direct.callTool({name: 'echo', arguments: args}), samples: []},
  weir: {call: () => routed.callTool({name: 'everything__echo', arguments: args}), samples: []},
};

await untilReady(sides.weir.call);
for (const {call} of Object.values(sides)) await measure(call, warmUp, []);
const deadline = Date.now() + timeMaxMs;
while (sides.weir.samples.length < calls && Date.now() < deadline) {
  for (const {call, samples} of Object.values(sides)) await measure(call, batch, samples);
}
await Promise.all([direct.close(), routed.close()]);
rmSync(folder, {recursive: true, force: true});

const rows = {
  direct: summary(sides.direct.samples),
  weir: summary(sides.weir.samples)
};
const line = (name, values) =>
    console.log(name.padEnd(8) + values.map((value) => value.padStart(10)).join(''));
console.log(`tools/call over stdio, ${sides.weir.samples.length} calls a side, microseconds`);
line('', ['p50', 'p90', 'p99']);
for (const [name, row] of Object.entries(rows)) {
  line(name, Object.values(row).map((value) => value.toFixed(0)));
}
line('added', Object.keys(rows.weir).map((key) => (rows.weir[key] - rows.direct[key]).toFixed(0)));
line('ratio', Object.keys(rows.weir).map((key) => (rows.weir[key] / rows.direct[key]).toFixed(2)));
