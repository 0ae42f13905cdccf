// What runs below a process, from /proc. Identities carry the start time, so that a number given
// out again is no match.
import {readdirSync, readFileSync} from 'node:fs';

import {poll} from './time.mjs';

function read(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    return {pid, state: fields[0], parent: Number(fields[1]), started: fields[19], command};
  } catch {
    return undefined;  // it ended meanwhile
  }
}

const all = () => readdirSync('/proc')
                      .filter((name) => /^\d+$/.test(name))
                      .map((name) => read(Number(name)))
                      .filter(Boolean);

export function descendants(pid) {
  const processes = all();
  const found = [];
  for (let parents = [pid]; parents.length > 0;) {
    const children = processes.filter((process) => parents.includes(process.parent));
    found.push(...children);
    parents = children.map((child) => child.pid);
  }
  return found;
}

// A zombie counts as long as its own parent has not looked after it; init does so when it gets to
// it.
export function isLeft({pid, started}) {
  const now = read(pid);
  return now?.started === started && !(now.state === 'Z' && now.parent === 1);
}

// Resolves once none of them is left; rejects with those that stay.
export async function untilGone(processes, ms = 10_000) {
  const left = () => processes.filter(isLeft);
  await poll(
      () => left().length === 0, ms,
      () => `still there: ${left().map(({pid, command}) => `${pid} ${command}`).join('; ')}`);
}

export function residentBytes(pid) {
  const match = readFileSync(`/proc/${pid}/status`, 'utf8').match(/^VmRSS:\s+(\d+) kB$/m);
  return Number(match[1]) * 1024;
}
