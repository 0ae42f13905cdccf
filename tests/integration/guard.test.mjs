// Servers that turn after they were approved, each in its own way, beside honest ones: what turned is
// stopped, the rest goes on, and a real client sees it so.
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {test} from 'node:test';

import {allowAll, fiveServers, npm, own, policy} from './support/policy.mjs';
import {poll, within} from './support/time.mjs';
import {commandLine, connect, environment, pinned, scratch, weir as program} from './support/weir.mjs';

// A server of this mode, pinned while it was honest, beside an honest neighbour. `turn()` turns it.
async function meet(t, mode, {rules = [], name, early = false} = {}) {
  const folder = scratch(t);
  const flag = path.join(folder, 'turned');
  const turncoat = {launch: [...own('turncoat').launch, mode, flag]};
  const text = policy(
      {hello: npm('mcp-hello-world'), turncoat}, allowAll('hello', 'turncoat'),
      'allow any: prompt turncoat.*;', ...rules);
  const {args} = commandLine(t, text, [], true);
  const turn = () => writeFileSync(flag, '');
  if (early) turn();
  // The same policy and lock file, served from where they are.
  const lock = path.join(path.dirname(args[2]), 'weir.lock');
  const weir = await connect(t, text, {name, args: ['--lock', lock]});
  await weir.untilListed('hello__echo');
  return {weir, turn};
}

const bait = /id_rsa|Do not tell/;

async function neighbourWorks({weir}) {
  assert.match((await weir.call('hello__echo', {message: 'as ever'})).text, /as ever/);
}

async function listing(weir) {
  return JSON.stringify([(await weir.client.listTools()).tools, (await weir.client.listPrompts()).prompts]);
}

async function untilStopped({weir}, tool = 'turncoat__add') {
  await poll(async () => !(await weir.toolNames()).includes(tool), 10_000, () => weir.log);
  const answer = await weir.call(tool);
  assert.equal(answer.ok, false);
  assert.match(answer.text, /drift/);
  const record = weir.audit().at(-1);
  assert.equal(record.reason, 'not-exposed');
  assert.match(record.because, /drift/);
}

test('a definition that changes after some calls is held back', within(60_000), async (t) => {
  const met = await meet(t, 'calls');
  for (let i = 0; i < 3; i += 1) assert.ok((await met.weir.call('turncoat__add')).ok);
  await untilStopped(met);
  assert.ok((await met.weir.call('turncoat__tick')).ok, 'the rest of its server goes on');
  assert.doesNotMatch(await listing(met.weir), bait);
  await neighbourWorks(met);
});

test('a definition that changes with list_changed is held back', within(60_000), async (t) => {
  const met = await meet(t, 'changed');
  met.turn();
  assert.ok((await met.weir.call('turncoat__tick')).ok);
  await untilStopped(met);
  assert.doesNotMatch(await listing(met.weir), bait);
  await neighbourWorks(met);
});

test('a definition for one kind of client only is never shown', within(60_000), async (t) => {
  const met = await meet(t, 'client', {name: 'claude-code'});
  assert.ok((await met.weir.toolNames()).includes('turncoat__add'));
  assert.doesNotMatch(await listing(met.weir), bait);
  await neighbourWorks(met);
});

test('what hides on the second page is held back', within(60_000), async (t) => {
  const met = await meet(t, 'page', {early: true});
  assert.doesNotMatch(await listing(met.weir), bait);
  const answer = await met.weir.call('turncoat__sum');
  assert.match(answer.text, /drift: it is new/);
  await neighbourWorks(met);
});

test('instructions reach no client, and their change is told', within(60_000), async (t) => {
  const met = await meet(t, 'instructions', {early: true});
  assert.doesNotMatch(met.weir.client.getInstructions() ?? '', bait);
  await poll(() => /drift: its instructions/.test(met.weir.log), 5_000, () => met.weir.log);
  await neighbourWorks(met);
});

test('a prompt that changes is held back', within(60_000), async (t) => {
  const met = await meet(t, 'prompt', {early: true});
  assert.doesNotMatch(await listing(met.weir), bait);
  await assert.rejects(met.weir.client.getPrompt({name: 'turncoat__greet'}), /drift/);
  await neighbourWorks(met);
});

test('orders in a result are told of and cleaned, or withheld', within(60_000), async (t) => {
  const told = await meet(t, 'result', {early: true});
  const answer = await told.weir.call('turncoat__add');
  assert.ok(answer.ok);
  assert.doesNotMatch(answer.text, /[\u200b\u001b]/);
  await poll(() => /poison/.test(told.weir.audit().at(-1)?.guard ?? ''), 5_000);
  const strict = await meet(t, 'result', {early: true, rules: ['guard { results deny; }']});
  const withheld = await strict.weir.call('turncoat__add');
  assert.equal(withheld.ok, false);
  assert.match(withheld.text, /withheld/);
  assert.doesNotMatch(withheld.text, /evil\.example/);
  await neighbourWorks(strict);
});

test('a look-alike name in Cyrillic is held back, pinned or not', within(60_000), async (t) => {
  const met = await meet(t, 'look-alike', {early: true});
  const names = await met.weir.toolNames();
  assert.deepEqual(names.filter((name) => /^turncoat__r/.test(name)), []);
  await neighbourWorks(met);

  const folder = scratch(t);
  writeFileSync(path.join(folder, 'turned'), '');
  const turncoat = {launch: [...own('turncoat').launch, 'look-alike', path.join(folder, 'turned')]};
  const unpinned = await connect(
      t, policy({turncoat, files: npm('mcp-server-filesystem', folder)}, allowAll('files', 'turncoat')));
  const seen = await unpinned.untilListed('files__read_text_file', 'turncoat__add');
  assert.deepEqual(seen.filter((name) => /^turncoat__r/.test(name)), []);
});

test('poison on the first day is held back until somebody names it', within(60_000), async (t) => {
  const folder = scratch(t);
  const flag = path.join(folder, 'turned');
  writeFileSync(flag, '');
  const turncoat = {launch: [...own('turncoat').launch, 'changed', flag]};
  const file = path.join(folder, 'policy.weir');
  const text = policy({turncoat}, allowAll('turncoat'));
  writeFileSync(file, text);
  pinned(file);
  const args = ['--lock', path.join(folder, 'weir.lock')];
  const held = await connect(t, text, {args});
  await held.untilListed('turncoat__tick');
  assert.match((await held.call('turncoat__add')).text, /poison/);
  const accept = spawnSync(program, ['pin', file, '--accept', 'turncoat.add'], {env: environment(), encoding: 'utf8'});
  assert.equal(accept.status, 0, accept.stderr);
  assert.match(accept.stderr, /"turncoat\.add" is accepted in spite of poison: .* and of \d+ more$/m);
  const served = await connect(t, text, {args});
  await served.untilListed('turncoat__add');
});

test('weir pin --check and weir diff tell what has changed', within(60_000), async (t) => {
  const folder = scratch(t);
  const flag = path.join(folder, 'turned');
  const file = path.join(folder, 'policy.weir');
  const turncoat = {launch: [...own('turncoat').launch, 'changed', flag]};
  writeFileSync(file, policy({turncoat}, allowAll('turncoat')));
  pinned(file);
  const lock = path.join(folder, 'weir.lock');
  const before = readFileSync(lock, 'utf8');
  const weir = (...args) =>
      spawnSync(program, args, {env: environment(), encoding: 'utf8', cwd: folder});
  assert.equal(weir('pin', file, '--check', '--timeout', '600').status, 0);
  pinned(file);
  assert.equal(readFileSync(lock, 'utf8'), before, 'pinning again changes nothing');

  writeFileSync(flag, '');
  const check = weir('pin', '--check', '--timeout', '600');
  assert.equal(check.status, 1);
  assert.match(check.stdout, /^changed tool turncoat\.add$/m);
  assert.match(check.stdout, /^ {4}added +\/inputSchema\/properties/m);
  assert.match(check.stdout, /Adds two.*\{\+.*IMPORTANT/);
  const diff = weir('diff', '--format', 'json', '--timeout', '600');
  assert.equal(diff.status, 0);
  assert.equal(JSON.parse(diff.stdout)[0].key, 'add');
  assert.equal(readFileSync(lock, 'utf8'), before, 'looking writes nothing');

  writeFileSync(lock, before.replace('Adds two numbers', 'Adds three numbers'));
  const damaged = weir('pin', '--check');
  assert.equal(damaged.status, 2);
  assert.match(damaged.stderr, /servers\.turncoat\.tools\.add: /);
  const run = weir('run', '--policy', file);
  assert.equal(run.status, 2, 'weir does not serve under a damaged lock file');
  assert.match(run.stderr, /servers\.turncoat\.tools\.add: /);
});

test('a server that cannot be read is not accepted, and is not waited for any longer than wanted', within(60_000), async (t) => {
  const folder = scratch(t);
  const file = path.join(folder, 'policy.weir');
  const flag = path.join(folder, 'turned');
  const turncoat = {launch: [...own('turncoat').launch, 'mute', flag]};
  writeFileSync(file, policy({turncoat}, allowAll('turncoat')));
  pinned(file);
  const before = readFileSync(path.join(folder, 'weir.lock'), 'utf8');
  writeFileSync(flag, '');
  const started = Date.now();
  const {status, stderr} = spawnSync(
      program, ['pin', file, '--accept', 'turncoat.add', '--timeout', '2'], {env: environment(), encoding: 'utf8'});
  assert.equal(status, 1, stderr);
  assert.match(stderr, /no answer in time/);
  assert.match(stderr, /nothing was written/);
  assert.ok(Date.now() - started < 30_000);
  assert.equal(readFileSync(path.join(folder, 'weir.lock'), 'utf8'), before);
});

test('a lock file from nobody knows whom writes nothing into the terminal', within(60_000), (t) => {
  const folder = scratch(t);
  const lock = path.join(folder, 'weir.lock');
  writeFileSync(lock, '{\n  "weirLock": 1,\n  "servers": {\n    "files": {\n<<<<<<< mine\n');
  const merged = spawnSync(program, ['scan', lock], {env: environment(), encoding: 'utf8'});
  assert.match(merged.stderr, /weir\.lock`: servers\.files, line 5: not JSON/);
  writeFileSync(lock, JSON.stringify({weirLock: 1, servers: {'a\u202eb': {}}}));
  const {status, stdout, stderr} = spawnSync(program, ['scan', lock], {env: environment(), encoding: 'utf8'});
  assert.equal(status, 2);
  assert.match(stderr, /servers\.a⟨U\+202E⟩b\.protocolVersion: is missing/);
  assert.doesNotMatch(stdout + stderr, /\u202e/);
});

test('a lock file that lacks what the policy names does not keep from pinning anew', within(60_000), async (t) => {
  const folder = scratch(t);
  const file = path.join(folder, 'policy.weir');
  const flag = path.join(folder, 'turned');
  const turncoat = {launch: [...own('turncoat').launch, 'changed', flag]};
  writeFileSync(file, policy({turncoat}, allowAll('turncoat')));
  pinned(file);
  const lock = path.join(folder, 'weir.lock');
  const old = JSON.parse(readFileSync(lock, 'utf8'));
  writeFileSync(file, policy({hello: npm('mcp-hello-world')}, 'allow any: hello.echo;'));
  const check = spawnSync(program, ['check', file], {encoding: 'utf8', env: environment()});
  assert.match(check.stdout + check.stderr, /lock/);
  assert.match(pinned(file), /new server hello/);
  assert.notDeepEqual(Object.keys(JSON.parse(readFileSync(lock, 'utf8')).servers), Object.keys(old.servers));
});

test('eight servers of npm side by side: no finding, no drift', within(120_000), async (t) => {
  const folder = scratch(t);
  const servers = {
    ...fiveServers(folder),
    calc: npm('calc-mcp'),
    github: npm('mcp-server-github'),
    slack: {
      ...npm('mcp-server-slack'),
      lines: ['env SLACK_BOT_TOKEN = "xoxb-none";', 'env SLACK_TEAM_ID = "T0";'],
    },
  };
  const text = policy(servers, allowAll(...Object.keys(servers)));
  const first = await connect(t, text);
  const names = await first.untilListed(
      'files__read_text_file', 'memory__read_graph', 'everything__echo',
      'thinking__sequentialthinking', 'hello__echo', 'github__get_issue', 'slack__slack_post_message');
  assert.ok(names.some((name) => name.startsWith('calc__')));
  assert.doesNotMatch(first.log, /guard: .*(poison|shadow|drift)/);

  const file = path.join(folder, 'policy.weir');
  writeFileSync(file, text);
  const scan = spawnSync(
      program, ['scan', file, '--format', 'json', '--timeout', '600'],
      {encoding: 'utf8', env: environment()});
  assert.equal(scan.status, 0, scan.stderr);
  const [{servers: scanned, entries}] = JSON.parse(scan.stdout);
  assert.equal(scanned, Object.keys(servers).length);
  assert.deepEqual(entries, [], 'no finding of any level');

  assert.match(pinned(file), /new server everything/);
  assert.equal(pinned(file, '--check'), '');
  const again = await connect(t, text, {args: ['--lock', path.join(folder, 'weir.lock')]});
  await again.untilListed(...names);
  assert.doesNotMatch(again.log, /guard: /);
});
