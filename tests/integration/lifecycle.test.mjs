// Servers that die, never speak or cannot be started, and weir itself being killed: who else is
// hurt, what stays behind.
import assert from 'node:assert/strict';
import {test} from 'node:test';

import {allowAll, fiveServers, own, policy} from './support/policy.mjs';
import {descendants, isLeft, untilGone} from './support/processes.mjs';
import {poll, sleep, within} from './support/time.mjs';
import {connect, pipe, scratch} from './support/weir.mjs';

const ready = [
  'files__list_allowed_directories', 'memory__read_graph', 'everything__echo',
  'thinking__sequentialthinking', 'hello__add', 'victim__wait', 'bystander__wait'
];

test('kill -9 of a server during 100 calls in flight', within(90_000), async (t) => {
  const servers = {...fiveServers(scratch(t)), victim: own('fixture'), bystander: own('fixture')};
  const weir = await connect(t, policy(servers, allowAll(...Object.keys(servers))));
  await weir.untilListed(...ready);
  const before = descendants(weir.pid);
  const victim = Number((await weir.call('victim__pid')).text);

  const doomed = Array.from({length: 50}, () => weir.call('victim__wait', {ms: 30_000}));
  const safe = Array.from(
      {length: 50},
      (_, i) =>
          (i % 2 === 0 ? weir.call('bystander__wait', {ms: 1_000}) :
                         weir.call('everything__echo', {message: String(i)})));
  await sleep(300);
  process.kill(victim, 'SIGKILL');

  for (const answer of await Promise.all(doomed)) {
    assert.equal(answer.ok, false);
    assert.match(answer.text, /victim/, 'the error names the server');
  }
  for (const answer of await Promise.all(safe)) assert.ok(answer.ok, answer.text);

  const reborn = await poll(async () => {
    const answer = await weir.call('victim__pid');
    return answer.ok && Number(answer.text);
  }, 20_000);
  assert.notEqual(reborn, victim);
  assert.equal(before.filter(({pid}) => pid === victim).length, 1);
  await untilGone(before.filter(({pid}) => pid === victim));
  assert.equal(descendants(weir.pid).length, before.length, 'as many processes as before');
});

test('a server that exits by itself comes back', within(30_000), async (t) => {
  const weir = await connect(t, policy({fixture: own('fixture')}, allowAll('fixture')));
  await weir.untilListed('fixture__exit');
  const answer = await weir.call('fixture__exit');
  assert.equal(answer.ok, false);
  assert.match(answer.text, /fixture/);
  await poll(async () => (await weir.call('fixture__pid')).ok, 10_000);
});

test('kill -9 of weir leaves no process', within(30_000), async (t) => {
  const servers = fiveServers(scratch(t));
  const weir = pipe(t, policy(servers, allowAll(...Object.keys(servers))));
  await weir.initialize();
  await weir.untilListed('everything__echo');
  const below = descendants(weir.pid);
  assert.ok(below.length >= 5, `only ${below.length} processes`);
  process.kill(weir.pid, 'SIGKILL');
  await weir.ended;
  await untilGone(below);
});

for (const signal of ['SIGTERM', 'SIGINT']) {
  test(`${signal} stops weir and all that it started`, within(30_000), async (t) => {
    const weir = pipe(t, policy({fixture: own('fixture')}, allowAll('fixture')));
    await weir.initialize();
    await weir.untilListed('fixture__pid');
    const below = descendants(weir.pid);
    process.kill(weir.pid, signal);
    await weir.ended;
    await untilGone(below);
  });
}

test('a server that never speaks delays nobody', within(30_000), async (t) => {
  const weir = await connect(
      t, policy({mute: own('mute'), fixture: own('fixture')}, allowAll('mute', 'fixture')));
  await poll(async () => (await weir.call('fixture__pid')).ok, 5_000);
  const answer = await weir.call('mute__anything');
  assert.equal(answer.ok, false);
});

test('a server that cannot be started hinders nobody', within(30_000), async (t) => {
  const missing = {launch: ['/nonexistent/server']};
  const weir =
      await connect(t, policy({missing, fixture: own('fixture')}, allowAll('missing', 'fixture')));
  await weir.untilListed('fixture__pid');
  assert.ok((await weir.call('fixture__pid')).ok);
  await poll(
      () => weir.log.includes('missing'), 5_000, () => `the log does not name it: ${weir.log}`);
});

test('a call over its time limit is ended, at its server too', within(30_000), async (t) => {
  const fixture = {...own('fixture'), lines: ['limit 1 s;']};
  const weir = await connect(t, policy({fixture}, allowAll('fixture')));
  await weir.untilListed('fixture__wait');
  const answer = await weir.call('fixture__wait', {ms: 20_000});
  assert.equal(answer.ok, false);
  assert.match(answer.text, /fixture/);
  assert.equal((await weir.call('fixture__cancellations')).text, '1');
});

test('servers do not outlive the session', within(30_000), async (t) => {
  const weir = await connect(t, policy({fixture: own('fixture')}, allowAll('fixture')));
  await weir.untilListed('fixture__pid');
  const below = descendants(weir.pid);
  assert.ok(below.length > 0 && below.every(isLeft));
  await weir.client.close();
  await untilGone(below);
});
