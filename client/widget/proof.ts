/** Proof of work for new visitors when too many begin at once; in small slices, so that the page stays responsive. */
const SLICE_MS = 8;

/** Hashed in batches, because each answer comes from another thread. */
const BATCH = 128;

export async function prove(details: Record<string, unknown>) {
  const challenge = String(details['challenge']);
  const bits = Number(details['bits']);
  let until = performance.now() + SLICE_MS;
  for (let from = 0; ; from += BATCH) {
    const tried = Array.from({ length: BATCH }, (_, n) => from + n);
    const zeros = await Promise.all(tried.map((answer) => leadingZeros(`${challenge}:${answer}`)));
    const answer = tried.find((_, n) => (zeros[n] ?? 0) >= bits);
    if (answer !== undefined) return { challenge, answer };
    if (performance.now() < until) continue;
    await new Promise((resolve) => setTimeout(resolve));
    until = performance.now() + SLICE_MS;
  }
}

async function leadingZeros(text: string): Promise<number> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  let zeros = 0;
  for (const byte of hash) {
    zeros += byte === 0 ? 8 : Math.clz32(byte) - 24;
    if (byte !== 0) break;
  }
  return zeros;
}
