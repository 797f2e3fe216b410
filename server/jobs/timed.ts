/** One timer for all recurring tasks, armed for the earliest due time. */
import type { Log } from '../log.ts';

export interface TimedTask {
  name: string;
  /** Milliseconds between the end of one run and the start of the next. */
  everyMs: number;
  /** With several processes: `one process` will need a lease; `every process` works on its own sockets, files or memory. */
  owner: 'every process' | 'one process';
  /** Runs at start too; by default the first run comes after `everyMs`. */
  atStart?: true;
  run(): void | Promise<void>;
}

/** The state of a task in this process. Times are in milliseconds, `lastRunAt` since 1970. */
export interface TimedState extends Pick<TimedTask, 'name' | 'everyMs' | 'owner'> {
  lastRunAt: number | null;
  tookMs: number | null;
  lastError: string | null;
}

export interface Timed {
  states(): TimedState[];
  /** Starts no further run. Does not wait for running tasks: `commit` refuses their writes. */
  stop(): void;
}

interface Deps {
  clock: () => number;
  log: Log;
}

/** Never starts a task that is still running. Errors are logged, and kept as `lastError` until the next run. */
export function startTimed(tasks: TimedTask[], { clock, log }: Deps): Timed {
  const began = performance.now();
  const entries = tasks.map((task) => ({
    task,
    /** On the monotonic clock; Infinity while the task runs. */
    dueAt: began + (task.atStart ? 0 : task.everyMs),
    lastRunAt: null as number | null,
    tookMs: null as number | null,
    lastError: null as string | null,
  }));
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  function arm() {
    clearTimeout(timer);
    const dueAt = Math.min(...entries.map((entry) => entry.dueAt));
    if (!stopped && dueAt < Infinity) timer = setTimeout(turn, Math.max(0, dueAt - performance.now())).unref();
  }

  function turn() {
    const now = performance.now();
    for (const entry of entries) if (entry.dueAt <= now) void run(entry);
    arm();
  }

  async function run(entry: (typeof entries)[number]) {
    const { task } = entry;
    const from = performance.now();
    entry.dueAt = Infinity;
    entry.lastRunAt = clock();
    try {
      await task.run();
      entry.lastError = null;
    } catch (error) {
      entry.lastError = error instanceof Error ? error.message : String(error);
      if (!stopped) log.error({ err: error, task: task.name }, 'timed work failed');
    }
    entry.tookMs = performance.now() - from;
    entry.dueAt = from + entry.tookMs + task.everyMs;
    arm();
  }

  arm();
  return {
    states: () =>
      entries.map(({ task: { name, everyMs, owner }, lastRunAt, tookMs, lastError }) => ({
        name,
        everyMs,
        owner,
        lastRunAt,
        tookMs,
        lastError,
      })),
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
