import type { IncomingHttpHeaders } from 'node:http';
import { eq } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import { meta } from '../../db/schema/settings.ts';
import type { Commit } from '../commit.ts';
import type { Config } from '../config.ts';
import type { Log } from '../log.ts';

/** Kept in `meta`, because `doctor` is another process. */
const KEY = 'forwarded_at';

export interface ProxyNotice {
  /** When the first request with a proxy's header came, in ms; null if none came, or if PROXY_HOPS counts the proxies. */
  readonly seenAt: number | null;
  look(headers: IncomingHttpHeaders): void;
}

interface Deps {
  config: Config;
  reader: Db;
  commit: Commit;
  clock: () => number;
  log: Log;
}

/**
 * Behind a proxy that PROXY_HOPS does not count, everybody has the proxy's address and shares its limits: one office could use up
 * the registrations of all. Nothing fails at first, so this is logged once, and shown to admins and by `doctor`.
 */
export async function createProxyNotice({ config, reader, commit, clock, log }: Deps): Promise<ProxyNotice> {
  const [known] = await reader.select({ at: meta.value }).from(meta).where(eq(meta.key, KEY));
  let seenAt: number | null = null;
  if (known && config.proxyHops > 0) keep(async () => commit(({ tx }) => tx.delete(meta).where(eq(meta.key, KEY))));

  return {
    get seenAt() {
      return seenAt;
    },
    look(headers) {
      if (seenAt !== null || config.proxyHops > 0) return;
      if (headers['x-forwarded-for'] === undefined && headers.forwarded === undefined) return;
      const at = (seenAt = clock());
      log.warn('requests come through a proxy, but PROXY_HOPS is 0: everybody shares the limits of one address');
      const row = { key: KEY, value: String(at) };
      keep(async () =>
        commit(({ tx }) =>
          tx
            .insert(meta)
            .values(row)
            .onConflictDoUpdate({ target: meta.key, set: { value: row.value } }),
        ),
      );
    },
  };

  /** Not awaited: no answer depends on it. */
  function keep(work: () => Promise<unknown>) {
    work().catch((error: unknown) => log.error({ err: error }, 'storing that a proxy was seen failed'));
  }
}
