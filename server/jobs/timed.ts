/** One timer for all recurring work, armed at the earliest moment that something is due. */
import type { Log } from '../log.ts';

export interface TimedTask {
  name: string;
  /** Milliseconds between the end of one run and the begin of the next. */
  everyMs: number;
  /** Who runs the task once there are several processes: `one process` will need a lease, `every process` looks after what it holds itself. */
  owner: 'every process' | 'one process';
  /** Without this the first run comes after `everyMs`. */
  atStart?: true;
  run(): void | Promise<void>;
}

/** How a task fares in this process. Times are in milliseconds, `lastRunAt` since 1970. */
export interface TimedState extends Pick<TimedTask, 'name' | 'everyMs' | 'owner'> {
  lastRunAt: number | null;
  tookMs: number | null;
  lastError: string | null;
}

export interface Timed {
  states(): TimedState[];
  /** Begins no further run. Runs under way are not waited for: what they still write is refused. */
  stop(): void;
}

interface Deps {
  clock: () => number;
  log: Log;
}

/** A task that is still running is not started again. What a task throws is logged, and kept until its next run. */
export function startTimed(tasks: TimedTask[], { clock, log }: Deps): Timed {
  const began = performance.now();
  const entries = tasks.map((task) => ({
    task,
    /** By the monotonic clock; Infinity while the task runs. */
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
