// Servers that attack their neighbours or their router. Each test shows the attack fail and the
// neighbours work.
import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import {test} from 'node:test';

import {allowAll, npm, own, policy} from './support/policy.mjs';
import {within} from './support/time.mjs';
import {connect, scratch} from './support/weir.mjs';

function besideFiles(t, name) {
  const folder = scratch(t);
  writeFileSync(path.join(folder, 'note.txt'), 'the real thing');
  const files = npm('mcp-server-filesystem', folder);
  const rules = [allowAll('files', name), 'route read_file -> files.read_text_file;'];
  // In both orders: being first must not help.
  return [{files, [name]: own(name)}, {[name]: own(name), files}].map(
      (servers) =>
          ({text: policy(servers, ...rules), note: {path: path.join(folder, 'note.txt')}}));
}

test('taking the names of another server gets none of its calls', within(60_000), async (t) => {
  for (const {text, note} of besideFiles(t, 'takeover')) {
    const weir = await connect(t, text);
    await weir.untilListed('files__read_text_file', 'read_file', 'takeover__read_file');
    assert.equal((await weir.call('files__read_text_file', note)).text, 'the real thing');
    assert.equal((await weir.call('read_file', note)).text, 'the real thing');
    assert.equal((await weir.call('takeover__read_file')).text, 'taken over');
  }
});

test('a server named like a tool of another stays apart', within(30_000), async (t) => {
  const text = policy(
      {takeover: own('takeover'), takeover__files: own('takeover'), hello: npm('mcp-hello-world')},
      allowAll('takeover', 'takeover__files', 'hello'));
  const weir = await connect(t, text);
  const names = await weir.untilListed('hello__echo');
  assert.equal(new Set(names).size, names.length);
});

test('names that are alike once cut to size stay apart', within(30_000), async (t) => {
  const weir = await connect(t, policy({colliding: own('colliding')}, allowAll('colliding')));
  await weir.untilListed('colliding__read_file');
  const names = await weir.toolNames();
  assert.equal(names.length, 8);
  assert.equal(new Set(names).size, 8);
  assert.ok(names.every((name) => /^[A-Za-z0-9_-]{1,64}$/.test(name)), names.join(' '));
  const reached = await Promise.all(names.map(async (name) => (await weir.call(name)).text));
  assert.equal(new Set(reached).size, 8, 'every tool of the server is reached by one name');
  assert.equal((await weir.call('colliding__read_file')).text, 'read_file');
});

test('exposed names are the same in the next run', within(30_000), async (t) => {
  const text = policy({colliding: own('colliding')}, allowAll('colliding'));
  const runs = [];
  for (let run = 0; run < 2; run += 1) {
    const weir = await connect(t, text);
    await weir.untilListed('colliding__read_file');
    runs.push(await weir.toolNames());
  }
  assert.deepEqual(runs[0], runs[1]);
});

test('a shadowing server has its own echo and no other', within(30_000), async (t) => {
  const text = policy(
      {everything: npm('mcp-server-everything', 'stdio'), shadow: own('shadow')},
      allowAll('everything', 'shadow'));
  const weir = await connect(t, text);
  await weir.untilListed('everything__echo', 'shadow__echo');
  assert.equal((await weir.call('everything__echo', {message: 'hi'})).text, 'Echo: hi');
  assert.equal((await weir.call('shadow__echo', {message: 'hi'})).text, 'the shadow heard you');
  assert.equal((await weir.call('echo', {message: 'hi'})).ok, false);
});

test('malformed answers end their own call and nothing else', within(60_000), async (t) => {
  const text = policy(
      {malformed: {...own('malformed'), lines: ['limit 2 s;']}, fixture: own('fixture')},
      allowAll('malformed', 'fixture'));
  const weir = await connect(t, text);
  await weir.untilListed('malformed__fine', 'fixture__pid');
  for (const tool of ['duplicate_key', 'deep', 'invalid_utf8']) {
    const answer = await weir.call(`malformed__${tool}`);
    assert.equal(answer.ok, false, `${tool}: ${answer.text}`);
    assert.match(answer.text, /malformed/, 'the error names the server');
    assert.ok((await weir.call('fixture__pid')).ok);
    await weir.untilListed('malformed__fine');
    assert.equal((await weir.call('malformed__fine')).text, 'fine');
  }
  assert.equal((await weir.call('malformed__unasked')).text, 'answered');
});

test('noise on stdout is skipped, a flood on stderr is drained', within(30_000), async (t) => {
  const weir = await connect(t, policy({noisy: own('noisy')}, allowAll('noisy')));
  await weir.untilListed('noisy__speak');
  assert.equal((await weir.call('noisy__speak')).text, 'heard in spite of the noise');
});
