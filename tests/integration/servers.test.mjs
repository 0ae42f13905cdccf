// Real servers behind one weir, seen by two clients that know nothing of it: the TypeScript SDK and
// the MCP Inspector.
import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import {test} from 'node:test';
import {promisify} from 'node:util';

import {allowAll, bin, fiveServers, policy} from './support/policy.mjs';
import {within} from './support/time.mjs';
import {commandLine, connect, environment, scratch} from './support/weir.mjs';

const run = promisify(execFile);
const oneOfEach = [
  'files__read_text_file', 'memory__read_graph', 'everything__get-sum',
  'thinking__sequentialthinking', 'hello__echo'
];

function everyServer(t) {
  const folder = scratch(t);
  writeFileSync(path.join(folder, 'note.txt'), 'written before');
  const servers = fiveServers(folder);
  return {folder, text: policy(servers, allowAll(...Object.keys(servers)))};
}

test('the SDK lists and calls five servers at once', within(60_000), async (t) => {
  const {folder, text} = everyServer(t);
  const weir = await connect(t, text);
  const names = await weir.untilListed(...oneOfEach, 'everything__echo');
  assert.equal(new Set(names).size, names.length, 'every name is there once');
  assert.ok(names.every((name) => /^[A-Za-z0-9_-]{1,64}$/.test(name)), names.join(' '));

  const thought =
      {thought: 'a weir holds back', nextThoughtNeeded: false, thoughtNumber: 1, totalThoughts: 1};
  const answers = await Promise.all([
    weir.call('files__read_text_file', {path: path.join(folder, 'note.txt')}),
    weir.call('memory__create_entities', {
      entities: [{name: 'weir', entityType: 'dam', observations: ['lets through what should pass']}]
    }),
    weir.call('everything__get-sum', {a: 2, b: 40}),
    weir.call('thinking__sequentialthinking', thought),
    weir.call('hello__echo', {message: 'from hello'}),
    weir.call('everything__echo', {message: 'from everything'}),
  ]);
  assert.deepEqual(answers.filter((answer) => !answer.ok), []);
  const [file, memory, sum, thinking, hello, everything] = answers.map((answer) => answer.text);
  assert.equal(file, 'written before');
  assert.match(memory, /lets through what should pass/);
  assert.match(sum, /42/);
  assert.match(thinking, /thoughtNumber/);
  assert.match(hello, /from hello/);
  assert.equal(everything, 'Echo: from everything');
});

test('a tool comes through as its server defined it', within(30_000), async (t) => {
  const {text} = everyServer(t);
  const weir = await connect(t, text);
  await weir.untilListed(...oneOfEach);
  const {tools} = await weir.client.listTools();
  const tool = tools.find(({name}) => name === 'files__read_text_file');
  assert.match(tool.description, /Read the complete contents of a file/);
  assert.deepEqual(tool.inputSchema.required, ['path']);
  assert.equal(tool.annotations.readOnlyHint, true);
});

test('the Inspector lists and calls', within(90_000), async (t) => {
  const {text} = everyServer(t);
  const {command, args} = commandLine(t, text);
  const inspect = async (...options) => {
    const {stdout} = await run(
        path.join(bin, 'mcp-inspector'),
        ['--cli', ...options, '--format', 'json', '--', command, ...args],
        {env: environment({HOME: scratch(t)}), timeout: 60_000});
    return JSON.parse(stdout).result;
  };
  const {tools} = await inspect('--method', 'tools/list');
  const names = tools.map((tool) => tool.name);
  assert.deepEqual(oneOfEach.filter((name) => !names.includes(name)), []);

  const {content} = await inspect(
      '--method', 'tools/call', '--tool-name', 'everything__echo', '--tool-arg', 'message=hi');
  assert.deepEqual(content, [{type: 'text', text: 'Echo: hi'}]);
});
