import { type HttpConnection, openHttp } from './http.ts';

/** One unit of work of the load; it throws where the answer is not the wished one. */
export type Work = (connection: HttpConnection, n: number) => Promise<void>;

export interface Ran {
  done: number;
  seconds: number;
  /** From the intended start of each to its answer. */
  latenciesMs: number[];
  /** The part of one core that this process, the generator, was busy. */
  generatorBusy: number;
}

/** As many as can be: `inFlight` connections, each with its next request as soon as it is answered. */
export async function saturate(url: string, work: Work, { inFlight, seconds }: { inFlight: number; seconds: number }) {
  const connections = await Promise.all(Array.from({ length: inFlight }, () => openHttp(url)));
  return measured(async (latenciesMs) => {
    const until = performance.now() + seconds * 1_000;
    let next = 0;
    await Promise.all(
      connections.map(async (connection) => {
        while (performance.now() < until) {
          const began = performance.now();
          await work(connection, (next += 1));
          latenciesMs.push(performance.now() - began);
        }
        connection.close();
      }),
    );
  });
}

/**
 * Open loop: the n-th begins at its time whatever became of the others, and is timed from there, so that a server that
 * stalls is charged for all who waited (no coordinated omission).
 */
export async function atRate(
  url: string,
  work: Work,
  { perSecond, seconds }: { perSecond: number; seconds: number },
): Promise<Ran> {
  const idle: { connection: HttpConnection; since: number }[] = [];
  const ran = await measured(async (latenciesMs) => {
    const start = performance.now();
    const all: Promise<void>[] = [];
    const total = Math.round(perSecond * seconds);
    for (let n = 0; n < total;) {
      const due = Math.min(total, Math.floor(((performance.now() - start) / 1_000) * perSecond) + 1);
      for (; n < due; n += 1) all.push(one(n, start + (n * 1_000) / perSecond, latenciesMs));
      await new Promise((turn) => setTimeout(turn, 1));
    }
    await Promise.all(all);
  });
  async function one(n: number, intended: number, latenciesMs: number[]) {
    const known = idle.pop();
    // The server closes what was idle for 5 s; the newest lies on top, so that all below are older still.
    const isFresh = known !== undefined && performance.now() - known.since < 3_000;
    const connection = isFresh ? known.connection : await openHttp(url);
    await work(connection, n);
    latenciesMs.push(performance.now() - intended);
    idle.push({ connection, since: performance.now() });
  }
  for (const { connection } of idle) connection.close();
  return ran;
}

async function measured(run: (latenciesMs: number[]) => Promise<void>): Promise<Ran> {
  const latenciesMs: number[] = [];
  const [began, cpu] = [performance.now(), process.cpuUsage()];
  await run(latenciesMs);
  const seconds = (performance.now() - began) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  return { done: latenciesMs.length, seconds, latenciesMs, generatorBusy: (user + system) / 1e6 / seconds };
}
