// From the lines of all engines, on the standard input, one table in Markdown. Fails where a decision is not as expected.
import { readFileSync } from 'node:fs';

const lines = readFileSync(0, 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line));
const engines = [...new Set(lines.map((line) => line.engine))];
const of = (engine, rules) => lines.find((line) => line.engine === engine && line.rules === rules);
const shown = (ns) => (ns < 100 ? `${ns.toFixed(1)} ns` : ns < 1e4 ? `${Math.round(ns)} ns`
  : ns < 1e7 ? `${Math.round(ns / 1e3)} µs` : `${Math.round(ns / 1e6)} ms`);
const times = (engine, rules) => {
  const ratio = of(engine, rules).median_ns / of('weir', rules).median_ns;
  return ratio < 10 ? ratio.toFixed(2) : Math.round(ratio).toLocaleString('en');
};

console.log('| engine | 100 rules | times weir | 1,000 rules | times weir |\n| --- | --: | --: | --: | --: |');
engines.sort((a, b) => of(a, 100).median_ns - of(b, 100).median_ns);
for (const engine of engines) {
  const cells = [100, 1000].flatMap((rules) => [shown(of(engine, rules).median_ns), times(engine, rules)]);
  console.log(`| ${[engine, ...cells].join(' | ')} |`);
}
const wrong = lines.filter((line) => line.mismatches !== 0);
for (const line of wrong) console.error(`${line.engine}, ${line.rules} rules: ${line.mismatches} wrong decisions`);
process.exit(wrong.length === 0 ? 0 : 1);
