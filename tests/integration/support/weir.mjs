// Starts `weir run` for one test, as a client of the SDK or as a bare pipe, and ends it with the
// test.
import {execFileSync, spawn} from 'node:child_process';
import {existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {createInterface} from 'node:readline';

import {Client, StdioClientTransport} from '../../support/sdk.mjs';

import {bin} from './policy.mjs';
import {descendants, untilGone} from './processes.mjs';
import {poll} from './time.mjs';

export const weir = process.env.WEIR;
if (!weir) throw new Error('WEIR must name the program to test');

const maxBufferSize = 256 * 1024 * 1024;  // the SDK's own limit is lower than what the tests send

export const environment = (more = {}) =>
    ({PATH: `${bin}:/usr/bin:/bin`, HOME: os.tmpdir(), ...more});

const endings = new WeakMap();

// Done when the test ends, the last registered first: a program is stopped before its folder goes.
function atEnd(t, ending) {
  if (!endings.has(t)) {
    endings.set(t, []);
    t.after(async () => {
      for (const end of endings.get(t).reverse()) await end();
    });
  }
  endings.get(t).push(ending);
}

// A folder that is gone after the test.
export function scratch(t) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'weir-test-'));
  atEnd(t, () => rmSync(folder, {recursive: true, force: true}));
  return folder;
}

// Writes the lock file beside a policy; what weir says on the way.
export const pinned = (policyFile, ...args) => execFileSync(
    weir, ['pin', policyFile, '--timeout', '600', ...args],
    {env: environment(), encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe']});

// The command line that serves this policy, and where its audit goes.
export function commandLine(t, policyText, args = [], pin = false) {
  const folder = scratch(t);
  const policyFile = path.join(folder, 'policy.weir');
  const auditFile = path.join(folder, 'audit.jsonl');
  writeFileSync(policyFile, policyText);
  if (pin) pinned(policyFile);
  return {
    command: weir,
    args: ['run', '--policy', policyFile, '--audit', auditFile, ...args],
    policyFile,
    auditFile
  };
}

const lines = (file) =>
    (existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').filter(Boolean) : []);

// A connected SDK client, with what a test wants to know of the process behind it.
class Session {
  constructor(client, transport, {policyFile, auditFile}) {
    Object.assign(this, {client, transport, policyFile, auditFile, log: ''});
    transport.stderr?.on('data', (data) => {
      this.log += data;
    });
  }
  get pid() {
    return this.transport.pid;
  }
  audit() {
    return lines(this.auditFile).map((line) => JSON.parse(line));
  }

  async toolNames() {
    return (await this.client.listTools()).tools.map((tool) => tool.name);
  }

  // Servers start side by side and may come later than the first list.
  async untilListed(...names) {
    let seen = [];
    await poll(async () => {
      seen = await this.toolNames();
      return names.every((name) => seen.includes(name));
    }, 20_000, () => `listed: ${seen.join(', ')}; wanted: ${names.join(', ')}; log: ${this.log}`);
    return seen;
  }

  // {ok, text}: one that failed in either way, as a tool's result or as an error of the protocol,
  // is not ok.
  async call(name, args = {}, options = undefined) {
    try {
      const result = await this.client.callTool({name, arguments: args}, undefined, options);
      return {
        ok: !result.isError,
        text: result.content.map((part) => part.text ?? part.type).join('\n'),
        result
      };
    } catch (error) {
      return {ok: false, text: error.message, error};
    }
  }
}

// `options`: args and env of weir; pin: whether the servers are pinned before; name and capabilities of the client; prepare(client): what must
// be set before it connects.
export async function connect(t, policyText, options = {}) {
  const line = commandLine(t, policyText, options.args, options.pin);
  const {command, args} = line;
  const transport = new StdioClientTransport(
      {command, args, env: environment(options.env), stderr: 'pipe', maxBufferSize});
  const client = new Client(
      {name: options.name ?? 'integration', version: '1'},
      {capabilities: options.capabilities ?? {}});
  options.prepare?.(client);
  const session = new Session(client, transport, line);
  atEnd(t, async () => {
    const below = session.pid ? descendants(session.pid) : [];
    await client.close();
    await untilGone(below);
  });
  await client.connect(transport);
  return session;
}

// The same process without a library: lines in, lines out.
class Pipe {
  constructor(process) {
    this.process = process;
    this.received = [];
    this.log = '';
    process.stderr.on('data', (data) => {
      this.log += data;
    });
    process.stdin.on('error', () => {});  // it ended; the test sees that it does not answer
    createInterface({input: process.stdout}).on('line', (line) => {
      this.received.push({line, message: JSON.parse(line)});
    });
  }
  get pid() {
    return this.process.pid;
  }
  write(text) {
    this.process.stdin.write(text);
  }
  send(message) {
    this.write(`${typeof message === 'string' ? message : JSON.stringify(message)}\n`);
  }

  // The first message that fits, with the line that it came as.
  first(fits, ms = 15_000) {
    return poll(
        () => this.received.find(({message}) => fits(message)), ms,
        () => `no such line among ${
            this.received.map(({line}) => line.slice(0, 500)).join('\n')}; log: ${this.log}`);
  }
  async answer(id, ms) {
    return (await this.first((message) => message.id === id && !message.method, ms)).message;
  }
  async ask(id, method, params, ms) {
    this.send({jsonrpc: '2.0', id, method, params});
    return this.answer(id, ms);
  }
  async initialize(protocolVersion = '2025-11-25') {
    const answer = await this.ask(
        'initialize', 'initialize',
        {protocolVersion, capabilities: {}, clientInfo: {name: 'integration', version: '1'}});
    this.send({jsonrpc: '2.0', method: 'notifications/initialized'});
    return answer;
  }
  async untilListed(name) {
    let round = 0;
    await poll(async () => {
      round += 1;
      const answer = await this.ask(`list-${round}`, 'tools/list');
      return answer.result.tools.some((tool) => tool.name === name);
    }, 20_000, () => `${name} was never listed; log: ${this.log}`);
  }
}

export function pipe(t, policyText, options = {}) {
  const {command, args, policyFile} = commandLine(t, policyText, options.args);
  const process = spawn(command, args, {env: environment(options.env), stdio: 'pipe'});
  const ended = new Promise((resolve) => process.once('close', resolve));
  atEnd(t, async () => {
    const below = descendants(process.pid);
    process.stdin.end();
    await ended;
    await untilGone(below);
  });
  return Object.assign(new Pipe(process), {ended, policyFile});
}
