// A small MCP server over stdio, without a library between, so that a test's server can say
// anything, also what no library would let it say.
import {createInterface} from 'node:readline';

export const write = (line) => process.stdout.write(`${line}\n`);
export const send = (message) => write(JSON.stringify({jsonrpc: '2.0', ...message}));
export const notify = (method, params) => send({method, params});
export const text = (value) => ({content: [{type: 'text', text: value}]});

// A tool that always says the same.
export const saying = (answer, description = '') => ({description, call: () => text(answer)});

export const listed = ([name, tool]) => ({
  name,
  description: tool.description ?? '',
  inputSchema: tool.inputSchema ?? {type: 'object'},
});

// `tools`: name -> {description, inputSchema, call(args, request)}; what `call` returns or resolves
// to is the result, and undefined: it has answered by itself, or never will. `on`: method of a
// notification -> function of its params. `more`: method of a request -> function of its params,
// beside or in the place of what is here.
export function serve({name, tools, on = {}, capabilities = {}, more = {}}) {
  const methods = {
    initialize: (params) => ({
      protocolVersion: params.protocolVersion,
      capabilities: {tools: {listChanged: true}, ...capabilities},
      serverInfo: {name, version: '1'},
    }),
    ping: () => ({}),
    'logging/setLevel': () => ({}),
    'tools/list': () => ({tools: Object.entries(tools).map(listed)}),
    'tools/call': (params, request) => tools[params.name]?.call(params.arguments ?? {}, request),
    ...more,
  };

  async function receive(line) {
    const message = JSON.parse(line);
    if (message.id === undefined) return on[message.method]?.(message.params);
    const method = methods[message.method];
    if (!method) return send({id: message.id, error: {code: -32601, message: 'no such method'}});
    const result = await method(message.params ?? {}, message);
    if (result !== undefined) send({id: message.id, result});
  }

  createInterface({input: process.stdin}).on('line', receive).on('close', () => process.exit(0));
}
