// The TextMate grammar in VS Code's own tokenizer (vscode-textmate on Oniguruma). The packages are those of tests/npm.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');
const require = createRequire(join(root, 'tests', 'npm', 'package.json'));
const oniguruma = require('vscode-oniguruma');
const { INITIAL, Registry, parseRawGrammar } = require('vscode-textmate');

const grammarPath = join(here, 'vscode', 'syntaxes', 'weir.tmLanguage.json');
await oniguruma.loadWASM(readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm')).buffer);
const grammars = new Registry({
  onigLib: Promise.resolve({
    createOnigScanner: (sources) => new oniguruma.OnigScanner(sources),
    createOnigString: (text) => new oniguruma.OnigString(text),
  }),
  loadGrammar: async () => parseRawGrammar(readFileSync(grammarPath, 'utf8'), grammarPath),
});
const grammar = await grammars.loadGrammar('source.weir');

// Each token of a text with its innermost scope, `weir` and what is left without a scope cut off.
function tokensOf(text) {
  const tokens = [];
  let stack = INITIAL;
  for (const line of text.split('\n')) {
    const result = grammar.tokenizeLine(line, stack);
    stack = result.ruleStack;
    for (const { startIndex, endIndex, scopes } of result.tokens) {
      const piece = line.slice(startIndex, endIndex);
      if (piece.trim()) tokens.push([piece, scopes.length > 1 ? scopes.at(-1).replace(/\.weir$/, '') : '']);
    }
  }
  return { tokens, ends: stack };
}

const scopeOf = (text, word) => tokensOf(text).tokens.find(([piece]) => piece === word)?.[1];

test('a rule', () => {
  assert.deepEqual(tokensOf('deny any: files.read_* where args.n >= 10;').tokens, [
    ['deny', 'keyword.control.deny'],
    ['any', 'keyword.operator.word'],
    [':', 'punctuation.separator'],
    [' files', ''],
    ['.', 'punctuation.accessor'],
    ['read_*', 'string.unquoted.glob'],
    ['where', 'keyword.control.clause'],
    ['args', 'variable.language'],
    ['.', 'punctuation.accessor'],
    ['n', 'variable.other.member'],
    ['>=', 'keyword.operator.comparison'],
    ['10', 'constant.numeric'],
    [';', 'punctuation.terminator'],
  ]);
});

test('words after a dot are names, and words within words are none', () => {
  assert.equal(scopeOf('allow coder: git.deny;', 'deny'), 'variable.other.member');
  assert.equal(scopeOf('allow denying: git.x;', 'deny'), undefined);
  assert.equal(scopeOf('allow not-exposed: git.x;', 'not'), undefined);
});

test('strings end with their line, and so do regular expressions', () => {
  const { tokens } = tokensOf('set x = ["a\\n\\q", "open\nallow any: a.b where args.p matches /a\\/b+/;');
  assert.deepEqual(tokens.find(([piece]) => piece === '\\n'), ['\\n', 'constant.character.escape']);
  assert.deepEqual(tokens.find(([piece]) => piece === '\\q'), ['\\q', 'invalid.illegal.escape']);
  assert.deepEqual(tokens.find(([piece]) => piece === 'allow'), ['allow', 'keyword.control.allow']);
  assert.deepEqual(tokens.find(([piece]) => piece === '\\/'), ['\\/', 'constant.character.escape.regexp']);
  assert.deepEqual(tokens.at(-1), [';', 'punctuation.terminator']);
});

test('a comment is one, and what looks like one inside of a string is not', () => {
  assert.equal(scopeOf('weir 1; // allow any', '// allow any'), 'comment.line.double-slash');
  assert.equal(scopeOf('const u = "https://a.example";', 'https://a.example'), 'string.quoted.double');
  assert.equal(scopeOf('/* a\nallow */ deny any: a.b;', 'allow '), 'comment.block');
  assert.equal(scopeOf('/* a\nallow */ deny any: a.b;', 'deny'), 'keyword.control.deny');
});

test('declarations name what they declare, units belong to their numbers', () => {
  assert.equal(scopeOf('server files { limit 30 s, result 1 MiB; }', 'files'), 'entity.name');
  assert.equal(scopeOf('server files { limit 30 s, result 1 MiB; }', 'MiB'), 'keyword.other.unit');
  assert.equal(scopeOf('allow a: b.c where path(args.p) within "/x";', 'path'), 'support.function');
});

test('every keyword of the lexer has a scope', () => {
  const lexer = readFileSync(join(root, 'grammar', 'WeirLexer.g4'), 'utf8');
  const keywords = [...lexer.matchAll(/^[A-Z_]+\s*: '([a-z-]+)';/gm)].map((match) => match[1]);
  assert.ok(keywords.length > 30);
  for (const keyword of keywords) {
    const scope = scopeOf(`x ${keyword} ;`, keyword);
    assert.ok(scope, `${keyword} has no scope`);
  }
});

test('every example of the language reference is highlighted to its end', () => {
  const reference = readFileSync(join(root, 'grammar', 'README.md'), 'utf8');
  const examples = [...reference.matchAll(/^```weir\n([^]*?)^```/gm)].map((match) => match[1]);
  assert.ok(examples.length >= 5);
  for (const example of examples) {
    const { tokens, ends } = tokensOf(example);
    assert.ok(ends.equals(tokensOf('').ends), 'a string or a comment is still open at the end');
    assert.deepEqual(tokens.filter(([, scope]) => scope.startsWith('invalid')), []);
  }
});
