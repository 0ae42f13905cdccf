// A server that behaves, with a handle on everything that a test wants to happen at a moment of its
// choosing.
import {notify, saying, serve, text} from './server.mjs';

const waiting = new Map();  // request id -> how to end it early
let cancelled = 0;

function wait({ms, steps = 1}, request) {
  const token = request.params._meta?.progressToken;
  return new Promise((resolve) => {
    let step = 0;
    const timer = setInterval(() => {
      step += 1;
      if (token !== undefined)
        notify('notifications/progress', {progressToken: token, progress: step, total: steps});
      if (step < steps) return;
      clearInterval(timer);
      waiting.delete(request.id);
      resolve(text(`waited ${ms} ms`));
    }, ms / steps);
    waiting.set(request.id, () => {
      clearInterval(timer);
      resolve(undefined);
    });
  });
}

function grow({name, notifications}) {
  tools[name] = saying(`${name} has grown`);
  for (let i = 0; i < notifications; i += 1) notify('notifications/tools/list_changed');
  return text('grown');
}

function log({level, data}) {
  notify('notifications/message', {level, logger: 'fixture', data});
  return text('logged');
}

const tools = {
  wait: {description: 'Waits', call: wait},
  grow: {description: 'Adds a tool and says so, as often as asked', call: grow},
  log: {description: 'Writes to the log', call: log},
  pid: {description: 'The process that answers', call: () => text(String(process.pid))},
  arguments:
      {description: 'What came in, as it was read', call: (args) => text(JSON.stringify(args))},
  cancellations:
      {description: 'How many calls were cancelled', call: () => text(String(cancelled))},
  exit: {description: 'Ends the process without an answer', call: () => process.exit(3)},
};

serve({
  name: 'fixture',
  tools,
  capabilities: {logging: {}},
  on: {
    'notifications/cancelled': ({requestId}) => {
      if (!waiting.has(requestId)) return;
      waiting.get(requestId)();
      waiting.delete(requestId);
      cancelled += 1;
    },
  },
});
