// SIGHUP: the policy is read anew while clients are connected and calls are open.
import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {test} from 'node:test';

import {allowAll, npm, own, policy} from './support/policy.mjs';
import {descendants, residentBytes, untilGone} from './support/processes.mjs';
import {poll, sleep, within} from './support/time.mjs';
import {commandLine, connect, environment, pinned, pipe, scratch} from './support/weir.mjs';

const secret = 'The merger with Harrow & Pike closes on Friday the 13th, at 41 pounds a share.';
const kReloaded = /policy reloaded/g;
const kRefused = /policy not reloaded/g;

const count = (text, pattern) => (text.match(pattern) ?? []).length;

// Writes the policy (if one is given), sends the signal and waits until the log tells what became
// of it.
async function reload(weir, text, outcome = kReloaded) {
  if (text !== undefined) writeFileSync(weir.policyFile, text);
  const before = count(weir.log, outcome);
  process.kill(weir.pid, 'SIGHUP');
  await poll(() => count(weir.log, outcome) > before, 20_000, () => `log: ${weir.log}`);
}

// Counts what the client is told of its tools.
const counting = (seen) => (client) => {
  client.fallbackNotificationHandler = async ({method}) => {
    seen[method] = (seen[method] ?? 0) + 1;
  };
};
const kToolsChanged = 'notifications/tools/list_changed';

test(
    'what was read before is stopped after, with the servers in another order', within(60_000),
    async (t) => {
      const folder = scratch(t);
      writeFileSync(path.join(folder, 'plan.md'), secret);
      const files = npm('mcp-server-filesystem', folder);
      const everything = npm('mcp-server-everything', 'stdio');
      const weir = await connect(t, policy({files, everything}, allowAll('files', 'everything')));
      await weir.untilListed('files__read_text_file', 'everything__echo');
      const read = await weir.call('files__read_text_file', {path: path.join(folder, 'plan.md')});
      assert.equal(read.text, secret);
      const before = descendants(weir.pid).map(({pid}) => pid);

      await reload(
          weir,
          policy(
              {fixture: own('fixture'), everything, files},
              allowAll('files', 'everything', 'fixture')));
      await weir.untilListed('fixture__pid');
      const after = descendants(weir.pid).map(({pid}) => pid);
      assert.ok(before.every((pid) => after.includes(pid)), 'the servers are the same processes');
      for (const [tool, args] of [
               ['everything__echo', {message: secret}],
               ['fixture__log', {level: 'info', data: secret}]]) {
        const {ok, text} = await weir.call(tool, args);
        assert.equal(ok, false, tool);
        assert.match(text, /carries the label `files`/);
        assert.match(text, /from call 1 \(`files\.read_text_file`\)/);
      }
      const copy = {path: path.join(folder, 'copy.md'), content: secret};
      assert.ok((await weir.call('files__write_file', copy)).ok);

      // Its server is gone, and what it brought is not free.
      await reload(
          weir, policy({everything}, allowAll('everything'), 'flow everything -> everything;'));
      const {ok, text} = await weir.call('everything__echo', {message: secret});
      assert.equal(ok, false);
      assert.match(text, /has no label for it, so it counts as every one/);
      assert.ok((await weir.call('everything__echo', {message: 'hello'})).ok);

      // It counts as whatever the policy has a rule for.
      const open = [allowAll('everything'), 'flow any -> everything.*;', 'label other;'];
      const rule = 'deny any: everything.echo where labels has other;';
      await reload(weir, policy({everything}, ...open, rule));
      const denied = await weir.call('everything__echo', {message: secret});
      assert.equal(denied.ok, false);
      assert.match(denied.text, /labels has other/);
      await reload(weir, policy({everything}, ...open));
      assert.ok((await weir.call('everything__echo', {message: secret})).ok);
    });

test('a policy that is wrong leaves the one before in place', within(30_000), async (t) => {
  const text = policy({fixture: own('fixture')}, allowAll('fixture'));
  const weir = await connect(t, text);
  await weir.untilListed('fixture__pid');
  const pid = (await weir.call('fixture__pid')).text;
  await reload(weir, `${text}allow any: nobody.*;\n`, kRefused);
  assert.match(weir.log, /nobody/);
  assert.match(weir.log, /policy\.weir:\d+:\d+/);
  assert.equal((await weir.call('fixture__pid')).text, pid);
  rmSync(weir.policyFile);
  await reload(weir, undefined, kRefused);
  assert.equal((await weir.call('fixture__pid')).text, pid);
  await reload(weir, text);
  assert.equal((await weir.call('fixture__pid')).text, pid);
});

test('with --agent, a policy without that agent is wrong', within(30_000), async (t) => {
  const rules = (agent) => policy(
      {fixture: own('fixture')}, `agent ${agent} { client "${agent}"; }`,
      `allow ${agent}: fixture.*;`);
  const weir = await connect(t, rules('coder'), {args: ['--agent', 'coder']});
  await weir.untilListed('fixture__pid');
  await reload(weir, rules('writer'), kRefused);
  assert.match(weir.log, /the policy has no agent `coder`/);
  assert.ok((await weir.call('fixture__pid')).ok);
});

test(
    'what the new policy allows is listed, and clients hear of it only then', within(30_000),
    async (t) => {
      const seen = {};
      const rules = (...tools) =>
          policy({fixture: own('fixture')}, `allow any: fixture.{${tools.join(', ')}};`);
      const weir = await connect(t, rules('pid', 'wait'), {prepare: counting(seen)});
      await weir.untilListed('fixture__pid');
      await reload(weir, `${rules('pid', 'wait')}// no other\n`);
      await weir.client.ping();
      assert.equal(seen[kToolsChanged], undefined);
      await reload(weir, rules('pid', 'wait', 'arguments'));
      await poll(() => seen[kToolsChanged] === 1, 5_000);
      assert.ok((await weir.toolNames()).includes('fixture__arguments'));
      assert.ok((await weir.call('fixture__arguments')).ok);
      await reload(weir, rules('wait'));
      await poll(() => seen[kToolsChanged] === 2, 5_000);
      assert.deepEqual(await weir.toolNames(), ['fixture__wait']);
      assert.equal((await weir.call('fixture__pid')).ok, false);
    });

test(
    'open calls are answered, but those of servers that are started anew', within(60_000),
    async (t) => {
      const seen = {};
      const servers = {stays: own('fixture'), changes: own('fixture'), goes: own('fixture')};
      const weir = await connect(
          t, policy(servers, allowAll(...Object.keys(servers))), {prepare: counting(seen)});
      await weir.untilListed('stays__wait', 'changes__wait', 'goes__wait');
      const gone = descendants(weir.pid);
      const stays = Number((await weir.call('stays__pid')).text);
      const open =
          ['stays', 'changes', 'goes'].map((name) => weir.call(`${name}__wait`, {ms: 2_000}));
      await sleep(200);
      await reload(
          weir,
          policy(
              {changes: {...own('fixture'), lines: ['env SOME = "thing";']}, stays: own('fixture')},
              allowAll('stays', 'changes')));
      const [kept, changed, lost] = await Promise.all(open);
      assert.equal(kept.text, 'waited 2000 ms');
      assert.match(changed.text, /`changes` is started anew/);
      assert.match(lost.text, /`goes` is not in the policy any more/);
      await weir.untilListed('changes__pid');
      assert.equal(Number((await weir.call('stays__pid')).text), stays);
      assert.equal(seen[kToolsChanged], 1);
      const now = descendants(weir.pid).map(({pid}) => pid);
      await untilGone(gone.filter(({pid}) => !now.includes(pid)));
      assert.equal(now.length, 4, 'two servers with a keeper each');
    });

test(
    'a lock file counts as soon as it is there, and must not go again', within(60_000),
    async (t) => {
      const weir = await connect(
          t, policy({turncoat: own('turncoat')}, allowAll('turncoat')),
          {args: ['--log-format', 'json']});
      const names = await poll(async () => {
        const listed = await weir.toolNames();
        return listed.length > 0 && listed;
      }, 20_000);
      const before = weir.log.length;
      pinned(weir.policyFile);
      await reload(weir);
      assert.deepEqual(await weir.toolNames(), names);
      rmSync(path.join(path.dirname(weir.policyFile), 'weir.lock'));
      await reload(weir, undefined, kRefused);
      assert.match(weir.log, /weir\.lock` is gone/);
      for (const line of weir.log.slice(before).trim().split('\n')) JSON.parse(line);
    });

test('two hundred reloads while calls go on', within(300_000), async (t) => {
  const servers = {one: own('fixture'), two: own('fixture')};
  const text = (round) => policy(
      round % 2 === 0 ? servers : {two: servers.two, one: servers.one}, allowAll('one', 'two'),
      `label private by content of ${16 + round % 8};`,
      `deny any: one.arguments where args.path starts with "/${round}";`);
  const weir = await connect(t, text(0), {args: ['--log-level', 'info']});
  await weir.untilListed('one__arguments', 'two__arguments');
  await weir.call('one__arguments', {path: secret});
  const before = descendants(weir.pid).map(({pid}) => pid).sort();
  let going = true;
  let calls = 0;
  const caller = async (server) => {
    while (going) {
      const {ok, text: answer} = await weir.call(`${server}__arguments`, {note: `${calls += 1}`});
      assert.ok(ok, answer);
      await sleep(5);
    }
  };
  const callers = ['one', 'two', 'one'].map(caller);
  let early = 0;
  for (let round = 1; round <= 200; round += 1) {
    await reload(weir, text(round));
    const path = `/${round} is what this one denies`;
    assert.equal((await weir.call('one__arguments', {path})).ok, false);
    if (round === 50) early = residentBytes(weir.pid);
  }
  going = false;
  await Promise.all(callers);
  const growth = residentBytes(weir.pid) - early;
  t.diagnostic(`${calls} calls; ${growth} bytes more after 200 reloads than after 50`);
  assert.deepEqual(descendants(weir.pid).map(({pid}) => pid).sort(), before);
  if (!process.env.WEIR_SANITIZED) assert.ok(growth < 16 * 1024 * 1024, `grew by ${growth}`);
});

test('when its terminal is closed, weir ends and leaves nothing', within(30_000), async (t) => {
  const {command, args} = commandLine(t, policy({fixture: own('fixture')}, allowAll('fixture')));
  const words = [command, ...args].map((word) => `'${word}'`).join(' ');
  const terminal = spawn(
      'script', ['--quiet', '--command', `exec ${words}`, '/dev/null'],
      {env: environment({SHELL: '/bin/sh'}), stdio: ['pipe', 'ignore', 'ignore']});
  const below = await poll(() => {
    const processes = descendants(terminal.pid);
    return processes.some(({command: line}) => line.includes('fixture.mjs')) && processes;
  }, 20_000);
  process.kill(terminal.pid, 'SIGKILL');
  await untilGone(below);
});

test('a client that hangs up ends weir, also after a reload', within(30_000), async (t) => {
  const text = policy({fixture: own('fixture')}, allowAll('fixture'));
  const weir = pipe(t, text);
  await weir.initialize();
  await weir.untilListed('fixture__pid');
  await reload(weir, text);
  const below = descendants(weir.pid);
  weir.process.stdin.end();
  await weir.ended;
  await untilGone(below);
});
