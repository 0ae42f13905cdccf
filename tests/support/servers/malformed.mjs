// A server whose answers are not what JSON-RPC is: each tool breaks it in its own way, `fine` does
// not.
import {saying, serve, write} from './server.mjs';

const raw = (answer) =>
    ({call: (args, request) => void process.stdout.write(answer(JSON.stringify(request.id)))});
const result = (id, value) => `{"jsonrpc":"2.0","id":${id},"result":${value}}\n`;
const content = (value) => `{"content":[{"type":"text","text":${value}}]}`;

serve({
  name: 'malformed',
  tools: {
    duplicate_key:
        raw((id) => result(id, '{"content":[],"content":[{"type":"text","text":"second"}]}')),
    deep:
        raw((id) => result(
                id, content('"deep"').replace('"deep"', `${'['.repeat(500)}${']'.repeat(500)}`))),
    invalid_utf8: raw((id) => Buffer.concat([
      Buffer.from(`{"jsonrpc":"2.0","id":${id},"result":{"content":[{"type":"text","text":"`),
      Buffer.from([0xc3, 0x28]),
      Buffer.from('"}]}}\n'),
    ])),
    unasked: {
      call: (args, request) => {
        write(result(999_999, content('"nobody asked"')).trim());
        write(result(JSON.stringify(request.id), content('"answered"')).trim());
      },
    },
    fine: saying('fine'),
  },
});
