// docs/man/weir.1 against what the program says of itself: the same commands, each with the same options.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const weir = (...words) => execFileSync(process.env.WEIR, words, { encoding: 'utf8' });
const page = readFileSync(new URL('../../docs/man/weir.1', import.meta.url), 'utf8');

const commandsOfHelp = () =>
  [...weir('--help').split('Subcommands:')[1].matchAll(/^ {2}([a-z-]+) {2,}/gm)].map((match) => match[1]);

// The page's section of each command, by name.
const sections = new Map(
  [...page.matchAll(/^\.SS weir ([a-z-]+)[^\n]*\n([^]*?)(?=^\.S[SH] )/gm)].map(([, name, text]) => [name, text]),
);

const longOptions = (text) => new Set([...text.replaceAll('\\-', '-').matchAll(/--[a-z]+(?:-[a-z]+)*/g)].map(String));

test('every command is on the page, and no other', () => {
  const commands = commandsOfHelp();
  assert.ok(commands.length >= 10);
  assert.deepEqual([...sections.keys()].sort(), commands.sort());
});

test('every option of a command is in its section, and no other', () => {
  for (const command of commandsOfHelp()) {
    const options = longOptions(weir(command, '--help').split('Options:')[1].split('\n\n')[0]);
    options.delete('--help');
    assert.deepEqual([...longOptions(sections.get(command))].sort(), [...options].sort(), command);
  }
});

test('the words that an option takes are those of the page', () => {
  for (const command of commandsOfHelp()) {
    const help = weir(command, '--help');
    for (const [, option, words] of help.matchAll(/(--[a-z-]+) ((?:[a-z]+\|)+[a-z]+)/g)) {
      const line = sections.get(command).replaceAll('\\-', '-').split('\n').find((one) => one.startsWith(`.BR ${option} `));
      assert.ok(line, `${command} ${option}`);
      assert.deepEqual(line.match(/"\s*(.+)"/)[1].split('|').sort(), words.split('|').sort());
    }
  }
});
