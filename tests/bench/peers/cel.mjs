// @marcbachmann/cel-js: a program for each rule, parsed once; asked all in turn, and with an index written by hand that
// picks the few that speak of the request.
import { Environment } from '@marcbachmann/cel-js';
import { groupBy, load, measure, sizes } from './workload.mjs';

const text = JSON.stringify;

function programOf(source) {
  const environment = new Environment();
  for (const name of ['agent', 'server', 'tool', 'path', 'host']) environment.registerVariable(name, 'string');
  return environment.parse(source);
}

for (const size of sizes) {
  const { permits, forbids, requests } = load(size);
  // `expected` is no variable of the programs.
  const asked = requests.map(({ expected, ...variables }) => ({ expected, variables }));
  for (const rule of permits) {
    rule.program = programOf(
      `agent == ${text(rule.agent)} && server == ${text(rule.server)} && tool == ${text(rule.tool)}` +
        ` && path.startsWith(${text(rule.prefix)}) && host in ${text(rule.hosts)}`,
    );
  }
  for (const rule of forbids) {
    rule.program = programOf(`server == ${text(rule.server)} && path.startsWith(${text(rule.prefix)})`);
  }
  const decide = (denials, grants, variables) => {
    for (const rule of denials) if (rule.program(variables)) return false;
    for (const rule of grants) if (rule.program(variables)) return true;
    return false;
  };
  measure('cel-js, a program for each rule', size, asked, ({ variables }) => decide(forbids, permits, variables));

  const keyOf = ({ agent, server, tool }) => `${agent}|${server}|${tool}`;
  const grantsOf = groupBy(permits, keyOf);
  const denialsOf = groupBy(forbids, (rule) => rule.server);
  const none = [];
  measure('cel-js, candidates from a hand-written index', size, asked, ({ variables }) =>
    decide(denialsOf.get(variables.server) ?? none, grantsOf.get(keyOf(variables)) ?? none, variables),
  );
}
