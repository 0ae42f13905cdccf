// A client as an agent has it, built on the MCP TypeScript SDK: what it sees through weir, what
// passes, what is stopped. Exits with 1 if anything goes another way than it should.
import {readFileSync} from 'node:fs';
import path from 'node:path';

import {Client, StdioClientTransport} from '../../tests/support/sdk.mjs';

const [weir, scratch] = process.argv.slice(2);
const readme = path.join(scratch, 'srv/work/README.md');
const key = `${scratch}/srv/work/../../root/.ssh/id_rsa`;

const colours = process.stdout.isTTY && !process.env.NO_COLOR;
const paint = (code) => (text) => (colours ? `\x1b[${code}m${text}\x1b[0m` : text);
const [bold, green, red, dim] = ['1', '32', '31', '2'].map(paint);

// The scratch folder stands for the root of a machine.
const shown = (text) => text.replaceAll(`${scratch}/policy`, 'policy').replaceAll(scratch, '');
const indented = (text) => shown(text).trim().replaceAll(/^/gm, '      ');
const abridged = (text) => text.replaceAll(/\s+/g, ' ').slice(0, 90);
const print = (text = '') => console.log(text);

async function connect(command, args) {
  const client = new Client({name: 'quickstart', version: '1'});
  await client.connect(
      new StdioClientTransport({command, args, env: {PATH: process.env.PATH}, stderr: 'ignore'}));
  return client;
}

async function call(client, name, args) {
  try {
    const {isError, content} = await client.callTool({name, arguments: args});
    return {
      passed: !isError,
      text: content.map((part) => part.text ?? `(${part.type})`).join('\n')
    };
  } catch (error) {
    return {passed: false, text: error.message};
  }
}

let surprises = 0;

// `refusal`: what is to be said if the call is to be stopped; nothing: it is to pass.
async function show(client, name, args, refusal) {
  const {passed, text} = await call(client, name, args);
  if (passed !== !refusal || (refusal && !refusal.test(text))) surprises += 1;
  print(`  ${passed ? green('passed ') : red('stopped')} ${bold(name)} ${
      shown(JSON.stringify(args))}`);
  print(dim(indented(passed ? abridged(text) : text)));
}

// Servers start side by side: the list is complete once it has something of each.
async function listWhenReady(client, servers) {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const names = (await client.listTools()).tools.map((tool) => tool.name);
    if (servers.every((server) => names.some((name) => name.startsWith(`${server}__`))))
      return names;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`not all of ${servers.join(', ')} are there`);
}

print(bold('Without weir: server-filesystem by itself, started with too much'));
const direct = await connect('mcp-server-filesystem', ['/']);
await show(direct, 'read_text_file', {path: key});
await direct.close();

print();
print(bold('Through weir: the same server and three others, under policy.weir'));
const audit = path.join(scratch, 'audit.jsonl');
const options = ['--policy', path.join(scratch, 'policy.weir'), '--audit', audit];
const client = await connect(weir, ['run', ...options]);
const names = await listWhenReady(client, ['files', 'memory', 'everything']);
print(`  the client sees ${names.length} tools:`);
print(dim(indented(names.join(', ').replaceAll(/(.{1,90})(, |$)/g, '$1\n'))));

print();
print(bold('What the policy allows'));
await show(client, 'read_file', {path: readme});
await show(
    client, 'memory__create_entities',
    {entities: [{name: 'weir', entityType: 'dam', observations: ['low']}]});
await show(client, 'everything__echo', {message: 'hello'});

print();
print(bold('What it stops'));
await show(client, 'read_file', {path: key}, /no rule allows it/);
await show(client, 'helper__add', {a: 1, b: 2, note: 'what read_file said'}, /held back by weir/);
await show(client, 'helper__echo', {message: 'hello'}, /Unknown tool/);
await show(client, 'files__write_file', {path: readme, content: 'mine now'}, /Unknown tool/);
await client.close();

print();
print(bold('What the audit says of it'));
for (const line of readFileSync(audit, 'utf8').trim().split('\n')) {
  const {event, outcome, reason, exposed, place} = JSON.parse(line);
  if (event !== 'decision') continue;
  const columns = [outcome.padEnd(6), reason.padEnd(12), exposed.padEnd(24), shown(place)];
  print(`  ${columns.join(' ').trimEnd()}`);
}

print();
print(
    surprises === 0 ? green('Everything went as the policy says.') :
                      red(`${surprises} calls went another way.`));
process.exit(surprises === 0 ? 0 : 1);
