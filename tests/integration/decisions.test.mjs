// What a policy stops on the way to real servers, what a denied caller is told, and what the audit
// keeps.
import assert from 'node:assert/strict';
import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {test} from 'node:test';

import {allowAll, npm, own, policy} from './support/policy.mjs';
import {poll, within} from './support/time.mjs';
import {connect, scratch} from './support/weir.mjs';

// A workspace with a file that may be read, beside a key that may not.
function guarded(t) {
  const folder = scratch(t);
  const workspace = path.join(folder, 'workspace');
  mkdirSync(workspace);
  writeFileSync(path.join(workspace, 'note.txt'), 'a note');
  writeFileSync(path.join(folder, 'id_rsa'), 'PRIVATE KEY');
  const text = policy(
      // The server itself would hand out the key.
      {files: npm('mcp-server-filesystem', folder), shadow: own('shadow')},
      `allow any: files.{read_*, list_*} where path(args.path) within "${workspace}";`,
      'deny any: files.read_* where args.path ends with ".key" because "keys are not read";',
      'deny any: files.read_media_file because "pictures are large";',
      'ask any: files.write_file because "a write changes things";',
      'route read_file -> files.read_text_file;');
  return {workspace, text};
}

test('a path that climbs out of the workspace is stopped', within(30_000), async (t) => {
  const {workspace, text} = guarded(t);
  const weir = await connect(t, text);
  await weir.untilListed('files__read_text_file');
  assert.equal(
      (await weir.call('files__read_text_file', {path: `${workspace}/note.txt`})).text, 'a note');
  const escapes = ['/../id_rsa', '/./..//id_rsa', '2/../id_rsa', '/../../../../../etc/passwd'];
  for (const escape of escapes.map((rest) => workspace + rest)) {
    const answer = await weir.call('files__read_text_file', {path: escape});
    assert.equal(answer.ok, false, escape);
    assert.equal(answer.result?.isError, true, 'a denial is a result that the model sees');
    assert.doesNotMatch(answer.text, /PRIVATE KEY|root:/);
  }
});

test('a denial says what would pass, or what forbids it', within(30_000), async (t) => {
  const {workspace, text} = guarded(t);
  const weir = await connect(t, text);
  await weir.untilListed('files__read_text_file');
  const byDefault = await weir.call('files__read_text_file', {path: `${workspace}/../id_rsa`});
  assert.match(byDefault.text, /files\.read_text_file/);
  assert.match(
      byDefault.text, /allow any: files\.\{read_\*, list_\*\} where path\(args\.path\) within/);
  assert.match(byDefault.text, /policy\.weir:\d+/);

  const byRule = await weir.call('files__read_text_file', {path: `${workspace}/my.key`});
  assert.equal(byRule.ok, false);
  assert.match(byRule.text, /keys are not read/);
  assert.match(byRule.text, /deny any: files\.read_\* where/);
  assert.match(byRule.text, /policy\.weir:\d+/);

  const asked = await weir.call('files__write_file', {path: `${workspace}/new.txt`, content: 'x'});
  assert.equal(asked.ok, false, 'nobody can be asked yet, so nothing passes');
  assert.match(asked.text, /a write changes things/);
});

test('what the arguments hold is not in the denial', within(30_000), async (t) => {
  const {text} = guarded(t);
  const weir = await connect(t, text);
  await weir.untilListed('files__read_text_file');
  const answer = await weir.call('files__read_text_file', {path: '/etc/sk-live-0123456789abcdef'});
  assert.equal(answer.ok, false);
  assert.doesNotMatch(answer.text, /sk-live/);
});

test('a route is a short name for one tool, under the same policy', within(30_000), async (t) => {
  const {workspace, text} = guarded(t);
  const weir = await connect(t, text);
  await weir.untilListed('read_file');
  assert.equal((await weir.call('read_file', {path: `${workspace}/note.txt`})).text, 'a note');
  assert.equal((await weir.call('read_file', {path: `${workspace}/../id_rsa`})).ok, false);
});

test('what is not listed cannot be called', within(30_000), async (t) => {
  const {workspace, text} = guarded(t);
  const weir = await connect(t, text);
  const names = await weir.untilListed('files__read_text_file');
  assert.ok(!names.some((name) => name.startsWith('shadow__')), names.join(' '));
  const unlisted =
      ['shadow__echo', 'files__move_file', 'files.read_text_file', 'echo', 'no__no', ''];
  for (const name of unlisted) {
    const answer =
        await weir.call(name, {path: `${workspace}/note.txt`, source: 'a', destination: 'b'});
    assert.equal(answer.ok, false, name);
    assert.doesNotMatch(answer.text, /the shadow heard you/);
  }
});

test('an agent gets its own rules, and a stranger none of them', within(60_000), async (t) => {
  const text = [
    policy({fixture: own('fixture')}), 'agent coder { client "claude-code"; }',
    'agent ci { client "runner"; }', 'allow coder: fixture.pid;', 'allow ci: fixture.log;',
    'allow any: fixture.arguments;', ''
  ].join('\n');
  const listed = async (options) => {
    const weir = await connect(t, text, options);
    return (await weir.untilListed('fixture__arguments')).sort();
  };
  assert.deepEqual(await listed({name: 'claude-code'}), ['fixture__arguments', 'fixture__pid']);
  assert.deepEqual(await listed({name: 'runner'}), ['fixture__arguments', 'fixture__log']);
  assert.deepEqual(await listed({name: 'somebody'}), ['fixture__arguments']);
  assert.deepEqual(
      await listed({name: 'claude-code', args: ['--agent', 'ci']}),
      ['fixture__arguments', 'fixture__log']);
});

test('the audit has a line for each decision, one for the end of a call, and no argument', within(30_000), async (t) => {
  const {workspace, text} = guarded(t);
  const weir = await connect(t, text);
  await weir.untilListed('files__read_text_file');
  await weir.call('files__read_text_file', {path: `${workspace}/note.txt`});
  await weir.call('files__read_text_file', {path: '/etc/sk-live-0123456789abcdef'});
  await weir.call('shadow__echo', {});
  const records = await poll(() => weir.audit().length >= 4 && weir.audit(), 5_000);
  assert.deepEqual(
      records.map(({event}) => event), ['decision', 'end', 'decision', 'decision']);
  const [allowed, ended, denied, unlisted] = records;
  assert.equal(allowed.outcome, 'allow');
  assert.equal(allowed.server, 'files');
  assert.equal(allowed.target, 'read_text_file');
  assert.equal(allowed.duration_ms, null);
  assert.equal(ended.call, allowed.call);
  assert.equal(ended.result, 'ok');
  assert.ok(ended.duration_ms >= 0);
  assert.equal(denied.outcome, 'deny');
  assert.equal(denied.reason, 'default');
  assert.equal(unlisted.outcome, 'deny');
  assert.equal(unlisted.reason, 'not-exposed');
  assert.ok(records.every((record) => !Number.isNaN(Date.parse(record.time))));
  assert.doesNotMatch(JSON.stringify(records), /sk-live/);
});

test('an environment holds what the policy names and nothing else', within(30_000), async (t) => {
  const everything = npm('mcp-server-everything', 'stdio');
  const text = policy(
      {everything: {...everything, lines: ['env GREETING = "hello";', 'env LANG, ABSENT;']}},
      allowAll('everything'));
  const weir = await connect(t, text, {env: {WEIR_TEST_TOKEN: 'a secret', LANG: 'C.UTF-8'}});
  await weir.untilListed('everything__get-env');
  const seen = JSON.parse((await weir.call('everything__get-env')).text);
  assert.deepEqual(Object.keys(seen).sort(), ['GREETING', 'LANG', 'PATH']);
  assert.equal(seen.GREETING, 'hello');
  assert.equal(seen.LANG, 'C.UTF-8');
});
