// Messages of many megabytes: refused clearly by default, passed whole where the limits are raised,
// forgotten afterwards.
import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import {test} from 'node:test';

import {allowAll, npm, policy} from './support/policy.mjs';
import {residentBytes} from './support/processes.mjs';
import {poll, within} from './support/time.mjs';
import {connect, pipe, scratch} from './support/weir.mjs';

const mebibyte = 1024 * 1024;
const fileBytes =
    16 * mebibyte;  // comes as one line of twice as much: as content and as structured content
const keptMax = 24 * mebibyte;  // what a process may hold on to after such a message

function largeFile(t, ...lines) {
  const folder = scratch(t);
  const file = path.join(folder, 'large.txt');
  writeFileSync(file, 'x'.repeat(fileBytes));
  const files = {...npm('mcp-server-filesystem', folder), lines};
  writeFileSync(path.join(folder, 'small.txt'), 'small');
  return {file, small: path.join(folder, 'small.txt'), text: policy({files}, allowAll('files'))};
}

test('a 16 MiB file is refused by default, and the server goes on', within(60_000), async (t) => {
  const {file, small, text} = largeFile(t);
  const weir = await connect(t, text);
  await weir.untilListed('files__read_text_file');
  const answer = await weir.call('files__read_text_file', {path: file});
  assert.equal(answer.ok, false);
  assert.match(answer.text, /large|limit|bytes|MiB/);
  assert.match(answer.text, /files/, 'the error names the server');
  await poll(
      async () => (await weir.call('files__read_text_file', {path: small})).text === 'small',
      10_000);
});

test('a 16 MiB file passes where the limits are raised', within(120_000), async (t) => {
  const {file, small, text} = largeFile(t, 'limit 60 s, result 64 MiB;');
  const weir = pipe(t, text, {args: ['--max-message', '64MiB']});
  await weir.initialize();
  await weir.untilListed('files__read_text_file');
  const read = async (id, path) => {
    const params = {name: 'files__read_text_file', arguments: {path}};
    return (await weir.ask(id, 'tools/call', params, 60_000)).result;
  };
  await read('warm', small);
  const before = residentBytes(weir.pid);
  for (let round = 0; round < 3; round += 1) {
    const {content, structuredContent} = await read(round, file);
    assert.equal(content[0].text.length, fileBytes);
    assert.equal(structuredContent.content.length, fileBytes);
  }
  if (process.env.WEIR_SANITIZED) return;  // a sanitizer keeps freed memory by design
  await read('after', small);
  await poll(
      () => residentBytes(weir.pid) - before < keptMax, 5_000,
      () => `kept ${Math.round((residentBytes(weir.pid) - before) / mebibyte)} MiB`);
});
