/** Calls to a worker thread. The thread starts with the first call and ends after a while without calls. */
import { parentPort, Worker } from 'node:worker_threads';

const IDLE_MS = 60_000;

/** The functions of a thread, by name; each takes one input. Input and answer are copied between the threads. */
export type Calls = Record<string, (input: never) => unknown>;
type InputOf<C extends Calls, N extends keyof C> = Parameters<C[N]>[0];
type AnswerOf<C extends Calls, N extends keyof C> = Awaited<ReturnType<C[N]>>;

interface Call {
  id: number;
  name: string;
  input: unknown;
}
type Reply = { id: number } & ({ answer: unknown } | { failed: string });

/** After `ms` the call resolves with a fallback, and the thread's own answer is dropped. */
interface Limit<A> {
  ms: number;
  otherwise: A;
}
interface Waiting {
  resolve(answer: never): void;
  reject(error: unknown): void;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/** `program` ends with `answerCalls` for the same `C`. When the thread crashes, open calls reject and the next one starts it again. */
export function createThread<C extends Calls>(program: URL, workerData: string, idleMs = IDLE_MS) {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | null = null;
  let idle: ReturnType<typeof setTimeout> | undefined;
  let lastId = 0;

  function begin() {
    const started = new Worker(program, { workerData });
    started.unref();
    started.on('message', (reply: Reply) => {
      const call = take(reply.id);
      // `answerCalls` of the same `C` returns the result of the function `name`.
      if ('answer' in reply) call?.resolve(reply.answer as never);
      else call?.reject(new Error(`A call to a thread failed: ${reply.failed}`));
    });
    started.on('error', (error) => {
      if (worker === started) worker = null;
      refuseAll(error);
    });
    return started;
  }

  function take(id: number) {
    const call = waiting.get(id);
    clearTimeout(call?.timer);
    waiting.delete(id);
    clearTimeout(idle);
    if (waiting.size === 0) idle = setTimeout(end, idleMs).unref();
    return call;
  }

  function refuseAll(error: unknown) {
    for (const id of waiting.keys()) take(id)?.reject(error);
  }

  function end() {
    void worker?.terminate();
    worker = null;
  }

  return {
    /** The number of open calls. */
    get size() {
      return waiting.size;
    },
    call<N extends keyof C & string>(
      name: N,
      input: InputOf<C, N>,
      limit?: Limit<AnswerOf<C, N>>,
    ): Promise<AnswerOf<C, N>> {
      const called = (worker ??= begin());
      clearTimeout(idle);
      const id = (lastId += 1);
      return new Promise((resolve, reject) => {
        const late = limit && (() => take(id) && resolve(limit.otherwise));
        waiting.set(id, { resolve, reject, timer: late && setTimeout(late, limit.ms).unref() });
        called.postMessage({ id, name, input } satisfies Call);
      });
    },
    stop() {
      refuseAll(new Error('The server is stopping.'));
      clearTimeout(idle);
      end();
    },
  };
}

/** Called in the thread: answers each call with the function of its name. */
export function answerCalls<C extends Calls>(calls: C) {
  parentPort?.on('message', ({ id, name, input }: Call) => {
    void answer(calls, name, input).then((result) => parentPort?.postMessage({ id, ...result } satisfies Reply));
  });
}

async function answer(calls: Calls, name: string, input: unknown) {
  try {
    // `createThread` of the same `C` checked the name and the input.
    return { answer: await calls[name]?.(input as never) };
  } catch (error) {
    return { failed: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
