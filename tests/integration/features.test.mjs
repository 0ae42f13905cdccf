// What a session is beside calls: log, progress, cancellation, changing lists, resources, prompts,
// completion.
import assert from 'node:assert/strict';
import {test} from 'node:test';

import {types} from '../support/sdk.mjs';

import {allowAll, npm, own, policy} from './support/policy.mjs';
import {poll, sleep, within} from './support/time.mjs';
import {connect} from './support/weir.mjs';

const fixture = policy({fixture: own('fixture')}, allowAll('fixture'));
const everything = (...rules) =>
    policy({everything: npm('mcp-server-everything', 'stdio')}, ...rules);

test('log messages come through, at the level that was asked for', within(30_000), async (t) => {
  const messages = [];
  const weir = await connect(t, fixture, {
    prepare: (client) => client.setNotificationHandler(
        types.LoggingMessageNotificationSchema,
        ({params}) => {
          messages.push(params);
        }),
  });
  await weir.untilListed('fixture__log');
  await weir.client.setLoggingLevel('debug');
  await weir.call('fixture__log', {level: 'warning', data: {nested: ['as it was']}});
  await poll(() => messages.some((message) => message.level === 'warning'), 5_000);
  assert.deepEqual(
      messages.find((message) => message.level === 'warning').data, {nested: ['as it was']});
});

test('progress reaches the call that asked for it', within(30_000), async (t) => {
  const weir = await connect(t, fixture);
  await weir.untilListed('fixture__wait');
  const seen = {first: [], second: []};
  const wait = (name) => weir.call('fixture__wait', {ms: 400, steps: 4}, {
    onprogress: ({progress}) => {
      seen[name].push(progress);
    }
  });
  const answers = await Promise.all([wait('first'), wait('second')]);
  assert.ok(answers.every((answer) => answer.ok));
  // The last one may be overtaken by the result, after which the SDK does not listen any more.
  for (const progress of Object.values(seen)) assert.deepEqual(progress.slice(0, 3), [1, 2, 3]);
});

test('the progress of a real server', within(30_000), async (t) => {
  const weir = await connect(t, everything(allowAll('everything')));
  await weir.untilListed('everything__trigger-long-running-operation');
  const seen = [];
  const answer =
      await weir.call('everything__trigger-long-running-operation', {duration: 1, steps: 4}, {
        onprogress: ({progress}) => {
          seen.push(progress);
        }
      });
  assert.ok(answer.ok, answer.text);
  assert.deepEqual(seen.slice(0, 3), [1, 2, 3]);
});

test('a cancelled call is cancelled at its server, and no other is', within(30_000), async (t) => {
  const weir = await connect(t, fixture);
  await weir.untilListed('fixture__wait');
  const controller = new AbortController();
  const cancelled = weir.call('fixture__wait', {ms: 20_000}, {signal: controller.signal});
  const other = weir.call('fixture__wait', {ms: 1_000});
  await sleep(300);
  controller.abort('enough');
  assert.equal((await cancelled).ok, false);
  await poll(async () => (await weir.call('fixture__cancellations')).text === '1', 5_000);
  assert.equal((await other).text, 'waited 1000 ms');
});

test('a burst of changes is told once, and the new tool is there', within(30_000), async (t) => {
  let changes = 0;
  const weir = await connect(t, `${fixture}guard { drift warn; }`, {
    prepare: (client) => client.setNotificationHandler(
        types.ToolListChangedNotificationSchema,
        () => {
          changes += 1;
        }),
  });
  await weir.untilListed('fixture__grow');
  await sleep(500);  // whatever the start had to tell
  changes = 0;
  assert.ok((await weir.call('fixture__grow', {name: 'sprout', notifications: 50})).ok);
  await weir.untilListed('fixture__sprout');
  await sleep(500);
  assert.equal(changes, 1);
  assert.equal((await weir.call('fixture__sprout')).text, 'sprout has grown');
});

test('a new tool outside the policy changes nothing for the client', within(30_000), async (t) => {
  let changes = 0;
  const text = policy({fixture: own('fixture')}, 'allow any: fixture.grow;', 'guard { drift warn; }');
  const weir = await connect(t, text, {
    prepare: (client) => client.setNotificationHandler(
        types.ToolListChangedNotificationSchema,
        () => {
          changes += 1;
        }),
  });
  await weir.untilListed('fixture__grow');
  await sleep(500);
  changes = 0;
  assert.ok((await weir.call('fixture__grow', {name: 'sprout', notifications: 5})).ok);
  await sleep(500);
  assert.deepEqual(await weir.toolNames(), ['fixture__grow']);
  assert.equal(changes, 0);
});

test('resources are listed and read where the policy says so', within(30_000), async (t) => {
  const weir = await connect(
      t,
      everything(
          'allow any: everything.echo;',
          'allow any: read everything where uri like "demo://resource/static/**";',
          'deny any: read everything where uri like "**/extension.md" because "not that one";'));
  await weir.untilListed('everything__echo');
  const {resources} = await weir.client.listResources();
  assert.ok(resources.length > 1, 'several are listed');
  const fine = resources.find(({uri}) => !uri.endsWith('extension.md'));
  const {contents} = await weir.client.readResource({uri: fine.uri});
  assert.ok(contents[0].text.length > 0);
  const forbidden = resources.find(({uri}) => uri.endsWith('extension.md'));
  assert.ok(forbidden, 'the one under test exists');
  await assert.rejects(weir.client.readResource({uri: forbidden.uri}), /not that one/);
});

test('resources that nobody may read are not read', within(30_000), async (t) => {
  const weir = await connect(t, everything('allow any: everything.echo;'));
  await weir.untilListed('everything__echo');
  await assert.rejects(
      weir.client.readResource({uri: 'demo://resource/static/document/features.md'}));
});

test('prompts are listed, given and completed', within(30_000), async (t) => {
  const weir = await connect(
      t,
      everything(
          'allow any: everything.echo;', 'allow any: prompt everything.*;',
          'allow any: complete everything.*;'));
  await weir.untilListed('everything__echo');
  const {prompts} = await weir.client.listPrompts();
  const names = prompts.map(({name}) => name);
  assert.ok(names.includes('everything__simple-prompt'), names.join(' '));
  const {messages} = await weir.client.getPrompt({name: 'everything__simple-prompt'});
  assert.equal(messages[0].content.type, 'text');

  const {completion} = await weir.client.complete({
    ref: {type: 'ref/prompt', name: 'everything__completable-prompt'},
    argument: {name: 'department', value: 'E'},
  });
  assert.deepEqual(completion.values, ['Engineering']);
});

test('prompts that nobody may have are neither listed nor given', within(30_000), async (t) => {
  const weir = await connect(t, everything('allow any: everything.echo;'));
  await weir.untilListed('everything__echo');
  const listed = await weir.client.listPrompts().then(({prompts}) => prompts, () => []);
  assert.deepEqual(listed, []);
  await assert.rejects(weir.client.request(
      {method: 'prompts/get', params: {name: 'everything__simple-prompt'}},
      types.GetPromptResultSchema));
});
