// What one real server returned, on its way to another: in every disguise, over several calls, and
// where the policy opens a way.
import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import {test} from 'node:test';
import {gzipSync} from 'node:zlib';

import {allowAll, npm, policy} from './support/policy.mjs';
import {within} from './support/time.mjs';
import {connect, scratch} from './support/weir.mjs';

const secret = 'The merger with Harrow & Pike closes on Friday the 13th, at 41 pounds a share.';

async function start(t, ...rules) {
  const folder = scratch(t);
  writeFileSync(path.join(folder, 'plan.md'), secret);
  const servers = {
    files: npm('mcp-server-filesystem', folder),
    everything: npm('mcp-server-everything', 'stdio'),
  };
  const text = policy(servers, allowAll('files', 'everything'), ...rules);
  const weir = await connect(t, text);
  await weir.untilListed('files__read_text_file', 'everything__echo');
  return {
    weir,
    folder,
    read: () => weir.call('files__read_text_file', {path: path.join(folder, 'plan.md')}),
    echo: (message) => weir.call('everything__echo', {message}),
  };
}

const disguises = {
  verbatim: (text) => text,
  'in capitals without spaces': (text) => text.toUpperCase().replaceAll(' ', ''),
  percent: encodeURIComponent,
  base64: (text) => Buffer.from(text).toString('base64'),
  hex: (text) => Buffer.from(text).toString('hex'),
  'gzip in base64': (text) => gzipSync(text).toString('base64'),
  'base64 in base64': (text) =>
      Buffer.from(Buffer.from(text).toString('base64')).toString('base64'),
  reversed: (text) => [...text].reverse().join(''),
};

test('what the files say does not reach another server', within(60_000), async (t) => {
  const {weir, read, echo} = await start(t);
  assert.ok((await echo('before anything was read')).ok);
  assert.equal((await read()).text, secret);
  for (const [name, disguise] of Object.entries(disguises)) {
    const {ok, text} = await echo(`look: ${disguise(secret)}`);
    assert.equal(ok, false, name);
    assert.match(text, /carries the label `files`/, name);
    assert.match(text, /from call 2 \(`files\.read_text_file`\)/, name);
    assert.doesNotMatch(text, /Harrow/, name);
  }
  assert.ok((await echo('Good morning to everybody')).ok);
  assert.ok((await echo(secret.slice(0, 18))).ok);
  assert.equal((await echo(secret.slice(18, 40))).ok, false, 'the second half of a run');

  const denied = weir.audit().filter(({reason}) => reason === 'flow');
  assert.equal(denied.length, Object.keys(disguises).length + 1);
  for (const {labels, flows} of denied) {
    assert.deepEqual(labels, ['files']);
    assert.equal(flows[0].from_server, 'files');
    assert.equal(flows[0].pointer, '/message');
  }
  assert.doesNotMatch(JSON.stringify(weir.audit()), /Harrow/);
});

test('it may go back to where it came from', within(60_000), async (t) => {
  const {weir, read, folder} = await start(t);
  await read();
  const copy = {path: path.join(folder, 'copy.md'), content: secret};
  assert.ok((await weir.call('files__write_file', copy)).ok);
});

test('a flow of the policy lets it through, where its condition holds', within(60_000), async (t) => {
  const {read, echo} = await start(
      t, 'flow files -> everything.echo where args.message starts with "public: ";');
  await read();
  assert.ok((await echo(`public: ${secret}`)).ok);
  assert.equal((await echo(`secret: ${secret}`)).ok, false);
});

test('by session, other words do not help', within(60_000), async (t) => {
  const folder = scratch(t);
  writeFileSync(path.join(folder, 'plan.md'), secret);
  const text = policy(
      {
        files: {...npm('mcp-server-filesystem', folder), lines: ['gives confidential;']},
        everything: npm('mcp-server-everything', 'stdio'),
      },
      'label confidential by session;', allowAll('files', 'everything'), 'flow files -> everything;');
  const weir = await connect(t, text);
  await weir.untilListed('files__read_text_file', 'everything__echo');
  assert.ok((await weir.call('everything__echo', {message: 'hello'})).ok);
  const {result} = await weir.call(
      'files__read_text_file', {path: path.join(folder, 'plan.md')});
  assert.deepEqual(result._meta.ifc.labels, ['confidential']);
  const {ok, text: denial} = await weir.call('everything__echo', {message: 'two firms will be one'});
  assert.equal(ok, false);
  assert.match(denial, /`confidential`/);
  assert.match(denial, /everything in this conversation since call 2/);
});
