import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Commit } from '../../server/commit.ts';
import { readConfig } from '../../server/config.ts';
import { createLog } from '../../server/log.ts';
import { start } from '../../server/start.ts';

export interface Ahead {
  ms: number;
  stopped?: number | undefined;
}

export interface Desk {
  url: string;
  dataDir: string;
  /** The write path of the running server, for a test that calls a command without its route. */
  commit: Commit;
  /** The server's clock: milliseconds that it is ahead of the real one, and the real time at which it stands still, if it does. */
  ahead: Ahead;
  stop(): Promise<void>;
}

export const ADMIN = { email: 'zoe@desk.example', password: 'correct horse battery' };

interface Options {
  dataDir?: string;
  admin?: boolean;
  /** To come back where it was. */
  port?: number;
  clients?: string;
  /** Where browsers find it, when a proxy stands in front. */
  publicUrl?: string;
}

/** The whole app on a free port, over a real database file in a folder of its own. */
export async function startDesk({ dataDir, admin = true, port = 0, clients, publicUrl }: Options = {}): Promise<Desk> {
  const folder = dataDir ?? (await mkdtemp(join(tmpdir(), 'answerback-')));
  const ahead: Ahead = { ms: 0 };
  const config = readConfig({
    DATA_DIR: folder,
    LOG_LEVEL: 'fatal',
    // Where receivers of webhooks listen.
    OUTBOUND_ALLOW: '127.0.0.1',
    ...(port > 0 && { PORT: String(port) }),
    ...(publicUrl && { PUBLIC_URL: publicUrl }),
    ...(admin && { ADMIN_EMAIL: ADMIN.email, ADMIN_PASSWORD: ADMIN.password }),
  });
  const running = await start({
    config: port === 0 ? { ...config, port } : config,
    log: createLog('fatal'),
    ...(clients && { clients }),
    clock: () => (ahead.stopped ?? Date.now()) + ahead.ms,
    onFatal: (error) => {
      throw error;
    },
  });
  return {
    url: running.url,
    dataDir: folder,
    commit: running.commit,
    ahead,
    async stop() {
      await running.stop();
      if (!dataDir) await rm(folder, { recursive: true, force: true });
    },
  };
}
