// The protocol byte by byte, where a library would smooth over what matters: revisions, ids, and
// what is no message.
import assert from 'node:assert/strict';
import {test} from 'node:test';

import {allowAll, own, policy} from './support/policy.mjs';
import {poll, within} from './support/time.mjs';
import {pipe} from './support/weir.mjs';

const text = policy({fixture: own('fixture')}, allowAll('fixture'));
const call = (id, name, args = {}) => `{"jsonrpc":"2.0","id":${
    id},"method":"tools/call","params":{"name":"${name}","arguments":${JSON.stringify(args)}}}`;

const revisions = [
  ['2024-11-05', '2024-11-05'],
  ['2025-03-26', '2025-03-26'],
  ['2025-06-18', '2025-06-18'],
  ['2025-11-25', '2025-11-25'],
  ['2026-07-28', '2025-11-25'],
  ['1999-01-01', '2025-11-25'],
];
for (const [asked, answered] of revisions) {
  test(`a client of ${asked} is spoken to in ${answered}`, within(20_000), async (t) => {
    const weir = pipe(t, text);
    const {result} = await weir.initialize(asked);
    assert.equal(result.protocolVersion, answered);
    assert.equal(result.serverInfo.name, 'weir');
    assert.ok(result.capabilities.tools);
    await weir.untilListed('fixture__pid');
    weir.send(call(7, 'fixture__pid'));
    assert.match((await weir.answer(7)).result.content[0].text, /^\d+$/);
  });
}

test('an id comes back as it was spelled', within(30_000), async (t) => {
  const weir = pipe(t, text);
  await weir.initialize();
  await weir.untilListed('fixture__pid');
  const ids = [
    '9007199254740991', '9007199254740992', '9007199254740993', '-1', '0', '1', '"1"', '""',
    '"ü\\u00e9"'
  ];
  for (const id of ids) weir.send(call(id, 'fixture__pid'));
  const spelled = (id) => ({line}) => line.includes(`"id":${id},`) || line.includes(`"id":${id}}`);
  await poll(
      () => ids.every((id) => weir.received.some(spelled(id))), 10_000,
      () => weir.received.map(({line}) => line).join('\n'));
});

test('ping is answered, also before the session is open', within(20_000), async (t) => {
  const weir = pipe(t, text);
  assert.deepEqual((await weir.ask('early', 'ping')).result, {});
  await weir.initialize();
  assert.deepEqual((await weir.ask('late', 'ping')).result, {});
});

test('an unknown method is refused and harms nothing', within(20_000), async (t) => {
  const weir = pipe(t, text);
  await weir.initialize();
  assert.equal((await weir.ask(1, 'tools/steal', {})).error.code, -32601);
  assert.equal((await weir.ask(2, 'server/discover', {})).error.code, -32601);
  assert.deepEqual((await weir.ask(3, 'ping')).result, {});
});

const deep = (levels) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
const refused = {
  'what is no JSON': 'hello',
  'a batch': '[{"jsonrpc":"2.0","id":1,"method":"ping"}]',
  'a duplicate key': '{"jsonrpc":"2.0","id":1,"method":"ping","params":{"a":1,"a":2}}',
  'an escaped duplicate key':
      '{"jsonrpc":"2.0","id":1,"method":"ping","params":{"a":1,"\\u0061":2}}',
  'too deep a nesting': `{"jsonrpc":"2.0","id":1,"method":"ping","params":{"a":${deep(127)}}}`,
  'invalid UTF-8': Buffer.concat([
    Buffer.from('{"jsonrpc":"2.0","id":1,"method":"ping","params":{"a":"'),
    Buffer.from([0xc3, 0x28]), Buffer.from('"}}')
  ]),
};
for (const [what, message] of Object.entries(refused)) {
  test(`${what} is refused, and the next message is heard`, within(20_000), async (t) => {
    const weir = pipe(t, text);
    await weir.initialize();
    weir.write(message);
    weir.write('\n');
    const {error} = (await weir.first((answer) => answer.error !== undefined)).message;
    assert.ok([-32600, -32700].includes(error.code), JSON.stringify(error));
    assert.deepEqual((await weir.ask('after', 'ping')).result, {});
  });
}

test('nesting at the limit passes', within(20_000), async (t) => {
  const weir = pipe(t, text);
  await weir.initialize();
  weir.send(`{"jsonrpc":"2.0","id":1,"method":"ping","params":{"a":${deep(126)}}}`);
  assert.deepEqual((await weir.answer(1)).result, {});
});

test('arguments arrive as they were written', within(20_000), async (t) => {
  const weir = pipe(t, text);
  await weir.initialize();
  await weir.untilListed('fixture__arguments');
  const args = {
    big: 9007199254740991,
    text: 'ü\u2028\u0000"\\',
    nested: {list: [1, 2.5, null, true]},
    '': 0
  };
  weir.send(call(1, 'fixture__arguments', args));
  assert.deepEqual(JSON.parse((await weir.answer(1)).result.content[0].text), args);
});

test('weir ends when its client closes the pipe', within(20_000), async (t) => {
  const weir = pipe(t, text);
  await weir.initialize();
  weir.process.stdin.end();
  assert.equal(await weir.ended, 0);
});
