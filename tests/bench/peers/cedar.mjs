// @cedar-policy/cedar-wasm: the policies parsed once and kept, requests put together beforehand.
import * as cedar from '@cedar-policy/cedar-wasm/nodejs';
import { load, measure, sizes } from './workload.mjs';

const text = JSON.stringify;

const policyOf = (rule) =>
  rule.permits
    ? `permit (principal == Agent::${text(rule.agent)}, action == Action::"call", ` +
      `resource == Tool::${text(`${rule.server}/${rule.tool}`)}) ` +
      `when { context.path like ${text(`${rule.prefix}*`)} && ${text(rule.hosts)}.contains(context.host) };`
    : `forbid (principal, action == Action::"call", resource in Server::${text(rule.server)}) ` +
      `when { context.path like ${text(`${rule.prefix}*`)} };`;

function callOf({ agent, server, tool, path, host }, preparsedPolicySetId) {
  const uid = { type: 'Tool', id: `${server}/${tool}` };
  return {
    principal: { type: 'Agent', id: agent },
    action: { type: 'Action', id: 'call' },
    resource: uid,
    context: { path, host },
    entities: [{ uid, attrs: {}, parents: [{ type: 'Server', id: server }] }],
    preparsedPolicySetId,
  };
}

for (const size of sizes) {
  const { permits, forbids, requests } = load(size);
  const name = `rules-${size}`;
  const parsed = cedar.preparsePolicySet(name, { staticPolicies: [...permits, ...forbids].map(policyOf).join('\n') });
  if (parsed.type !== 'success') throw new Error(text(parsed));
  const asked = requests.map((request) => ({ expected: request.expected, call: callOf(request, name) }));
  measure('Cedar wasm, policies kept', size, asked, ({ call }) => {
    const answer = cedar.statefulIsAuthorized(call);
    if (answer.type !== 'success') throw new Error(text(answer));
    return answer.response.decision === 'allow';
  });
}
