// A server that starts and never says a word.
process.stdin.resume();
process.stdin.on('close', () => process.exit(0));
