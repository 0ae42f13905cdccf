// A server whose tool names are one and the same once they are cut to what models accept: letters,
// digits, `_`, `-`, at most 64. Every tool says its own name.
import {saying, serve} from './server.mjs';

const long = 'a'.repeat(120);
const names =
    ['read.file', 'read_file', 'read file', 'read/file', 'lösen', 'l_sen', `${long}1`, `${long}2`];

serve({name: 'colliding', tools: Object.fromEntries(names.map((name) => [name, saying(name)]))});
