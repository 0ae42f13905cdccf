// Policy texts for the tests: servers by name, with what launches them, and rules as they are
// written.
import path from 'node:path';
import {fileURLToPath} from 'node:url';

const tests = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
export const bin = path.join(tests, 'npm/node_modules/.bin');
export const node = path.join(bin, 'node');

// One of ours, from tests/support/servers.
export const own = (name) => ({launch: [node, path.join(tests, 'support/servers', `${name}.mjs`)]});
// One from npm, by the command that it installs. All of them look for `node` in PATH.
export const npm = (command, ...args) => ({launch: [path.join(bin, command), ...args]});

// Five servers as people use them, with a folder for the files of the first two.
export const fiveServers = (folder) => ({
  files: npm('mcp-server-filesystem', folder),
  memory:
      {...npm('mcp-server-memory'), lines: [`env MEMORY_FILE_PATH = "${folder}/memory.jsonl";`]},
  everything: npm('mcp-server-everything', 'stdio'),
  thinking: npm('mcp-server-sequential-thinking'),
  hello: npm('mcp-hello-world'),
});

const server = ([name, {launch, lines = []}]) => `server ${name} {
  launch ${launch.map((word) => JSON.stringify(word)).join(' ')};
  env PATH;
${lines.map((line) => `  ${line}\n`).join('')}}`;

// `servers`: name -> {launch: [program, argument...], lines: [what else is in its block]}.
export function policy(servers, ...rules) {
  return ['weir 1;', ...Object.entries(servers).map(server), ...rules, ''].join('\n');
}

export const allowAll = (...servers) => servers.map((name) => `allow any: ${name}.*;`).join('\n');
