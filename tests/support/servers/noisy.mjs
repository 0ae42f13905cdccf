// A server that prints what does not belong on stdout, JSON among it, and floods stderr past any
// pipe's buffer.
import {saying, serve, write} from './server.mjs';

write('No OTLP traces endpoint configured; traces stay here');
write('{"level":30,"msg":"listening"}');
write('[1,2,3]');
write('');
process.stderr.write(`${'noise '.repeat(20)}\n`.repeat(20_000));

serve({name: 'noisy', tools: {speak: saying('heard in spite of the noise')}});
