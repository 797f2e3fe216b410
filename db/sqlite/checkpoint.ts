import { statSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { Checkpoints, Writer } from '../database.ts';

/** A smaller log is not checkpointed: it costs nothing. */
const BEGIN_BYTES = 4 * 1024 * 1024;
/** Above this size the writer copies the last pages itself, so that the log can restart from its beginning. */
const CLOSE_BYTES = 16 * 1024 * 1024;
/** A log of this size means that something blocks checkpoints: a backup that hangs, an endless reader, a full disk. */
export const ALARM_BYTES = 256 * 1024 * 1024;
const IDLE_MS = 60_000;

interface Options {
  file: string;
  writer: Writer;
  alarmBytes?: number;
  /** Called once each time the log grows past `alarmBytes`, 256 MiB by default. */
  onAlarm: (bytes: number) => void;
  onError: (error: unknown) => void;
}

/**
 * Checkpoints off the commit path. A thread copies the log while the writer continues. The writer then copies the few pages
 * written meanwhile, between two transactions, and the next transaction restarts the log.
 */
export function createCheckpoints({ file, writer, alarmBytes = ALARM_BYTES, onAlarm, onError }: Options): Checkpoints {
  let bytes = 0;
  let worker: Worker | null = null;
  let busy = false;
  let needed = 0;

  function look() {
    const before = bytes;
    bytes = statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
    if (bytes > alarmBytes && before <= alarmBytes) onAlarm(bytes);
    if (bytes > BEGIN_BYTES) {
      needed = Date.now();
      if (!busy) run();
    } else if (worker && !busy && Date.now() - needed > IDLE_MS) {
      void worker.terminate();
      worker = null;
    }
  }

  function run() {
    busy = true;
    worker ??= begin();
    worker.postMessage('run');
  }

  function begin() {
    const started = new Worker(new URL('./checkpoint.worker.ts', import.meta.url), { workerData: file });
    started.unref();
    started.on('message', () => {
      busy = false;
      if (bytes > CLOSE_BYTES && !writer.inTransaction) writer.checkpoint();
    });
    started.on('error', (error) => {
      [busy, worker] = [false, null];
      onError(error);
    });
    return started;
  }

  return {
    look,
    get bytes() {
      return bytes;
    },
    async stop() {
      await worker?.terminate();
    },
  };
}
