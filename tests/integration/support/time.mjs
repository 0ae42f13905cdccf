// Waiting, always bounded. A sanitizer makes everything slower: WEIR_TIME_FACTOR says by how much.
export const factor = Number(process.env.WEIR_TIME_FACTOR ?? 1);
export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// Asks until the answer is truthy, and returns it; fails with what `explain` says when the time is
// up.
export async function poll(ask, ms, explain = () => 'it did not happen in time') {
  const deadline = Date.now() + ms * factor;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > deadline) throw new Error(explain());
    await sleep(25);
  }
}

// Options of a test that takes at most this long.
export const within = (ms) => ({timeout: ms * factor});
