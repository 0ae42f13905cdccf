// What a real server asks of a real client through weir: its model, its user, its folders.
import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import {test} from 'node:test';

import {types} from '../support/sdk.mjs';

import {allowAll, npm, policy} from './support/policy.mjs';
import {poll, within} from './support/time.mjs';
import {connect, scratch} from './support/weir.mjs';

const secret = 'The merger with Harrow & Pike closes on Friday the 13th, at 41 pounds a share.';
const capabilities = {sampling: {}, elicitation: {}, roots: {listChanged: true}};

// A client that does what it is asked, and remembers what that was.
async function start(t, {rules = [], can = capabilities, sampled = 'a summary', filled} = {}) {
  const folder = scratch(t);
  writeFileSync(path.join(folder, 'plan.md'), secret);
  const asked = [];
  const servers = {
    files: npm('mcp-server-filesystem', folder),
    everything: npm('mcp-server-everything', 'stdio'),
  };
  const weir = await connect(t, policy(servers, allowAll('files', 'everything'), ...rules), {
    capabilities: can,
    prepare: (client) => {
      const handle = (schema, answer) => client.setRequestHandler(schema, ({params}) => {
        asked.push(params);
        return answer;
      });
      if (can.sampling) {
        handle(
            types.CreateMessageRequestSchema,
            {role: 'assistant', model: 'm', content: {type: 'text', text: sampled}});
      }
      if (can.elicitation) handle(types.ElicitRequestSchema, filled ?? {action: 'decline'});
      if (can.roots) handle(types.ListRootsRequestSchema, {roots: [{uri: 'file:///work'}]});
    }
  });
  await weir.untilListed('everything__echo', 'files__read_text_file');
  return {weir, asked, read: () => weir.call('files__read_text_file', {
            path: path.join(folder, 'plan.md')
          })};
}

const sample = (weir) =>
    weir.call('everything__trigger-sampling-request', {prompt: 'hello', maxTokens: 9});

test('a server that may ask gets its answers', within(60_000), async (t) => {
  const {weir, asked} = await start(t, {
    rules: ['allow everything: sample;', 'allow everything: elicit;', 'allow everything: roots;'],
    filled: {action: 'accept', content: {name: 'Ada', check: true}},
  });
  await weir.untilListed('everything__trigger-elicitation-request', 'everything__get-roots-list');
  assert.match((await sample(weir)).text, /a summary/);
  assert.match((await weir.call('everything__trigger-elicitation-request')).text, /Ada/);
  assert.ok(
      asked.some(({message}) => message?.startsWith('The server `everything` asks: Please')));
  await poll(
      async () => /file:\/\/\/work/.test((await weir.call('everything__get-roots-list')).text),
      10_000);
  const ends = weir.audit().filter(({event}) => event === 'end');
  for (const verb of ['sample', 'elicit', 'roots']) {
    assert.ok(ends.some((end) => end.verb === verb && end.result === 'ok'), verb);
  }
});

test('without a rule it cannot even ask', within(60_000), async (t) => {
  const {weir, asked} = await start(t);
  const names = await weir.toolNames();
  assert.ok(!names.includes('everything__trigger-sampling-request'));
  assert.ok(!names.includes('everything__trigger-elicitation-request'));
  assert.deepEqual(asked, []);
});

test('a client that cannot is not asked', within(60_000), async (t) => {
  const {weir} = await start(t, {rules: ['allow everything: sample;'], can: {}});
  const answer = await sample(weir);
  assert.equal(answer.ok, false);
  assert.match(answer.text, /does not support sampling/);
});

test('what another server returned does not leave in an answer', within(60_000), async (t) => {
  const leak = {sampled: `As you wanted: ${Buffer.from(secret).toString('base64')}`};
  const {weir, read} = await start(t, {rules: ['allow everything: sample;'], ...leak});
  assert.ok((await sample(weir)).ok, 'nothing was read yet');
  await read();
  const answer = await sample(weir);
  assert.equal(answer.ok, false);
  assert.match(answer.text, /does not let the answer through/);
  assert.match(weir.log, /withheld: it carries `files`/);
  const withheld = weir.audit().filter(({result}) => result === 'withheld');
  assert.equal(withheld.length, 1);
  assert.equal(withheld[0].verb, 'sample');
  assert.ok(withheld[0].labels.includes('files'));
  assert.ok(withheld[0].flows.some(({how, from_server}) => how === 'base64' && from_server === 'files'));
});

test('a flow to the whole server lets it', within(60_000), async (t) => {
  const {weir, read} = await start(t, {
    rules: ['allow everything: sample;', 'flow files -> everything.*;'],
    sampled: secret,
  });
  await read();
  assert.match((await sample(weir)).text, /Harrow/);
});
