// casbin: the model and its rules read once, asked synchronously.
import { StringAdapter, newEnforcer, newModel } from 'casbin';
import { load, measure, sizes } from './workload.mjs';

const model = `
[request_definition]
r = agent, server, tool, path, host
[policy_definition]
p = agent, server, tool, prefix, hosts, eft
[policy_effect]
e = some(where (p.eft == allow)) && !some(where (p.eft == deny))
[matchers]
m = r.server == p.server && (p.agent == "*" || r.agent == p.agent) && (p.tool == "*" || r.tool == p.tool) && \
begins(r.path, p.prefix) && (p.hosts == "*" || among(r.host, p.hosts))
`.replaceAll('\\\n', '');

const requestsOfLarge = 128; // a decision takes milliseconds

for (const size of sizes) {
  const { permits, forbids, requests } = load(size);
  const lines = [
    ...permits.map((rule) => [rule.agent, rule.server, rule.tool, rule.prefix, rule.hosts.join('|'), 'allow']),
    ...forbids.map((rule) => ['*', rule.server, '*', rule.prefix, '*', 'deny']),
  ].map((fields) => ['p', ...fields].join(', '));
  const enforcer = await newEnforcer(newModel(model), new StringAdapter(lines.join('\n')));
  enforcer.addFunction('begins', (path, prefix) => path.startsWith(prefix));
  enforcer.addFunction('among', (host, hosts) => `|${hosts}|`.includes(`|${host}|`));
  const asked = size === 100 ? requests : requests.slice(0, requestsOfLarge);
  measure('casbin, asked synchronously', size, asked, ({ agent, server, tool, path, host }) =>
    enforcer.enforceSync(agent, server, tool, path, host),
  );
}
