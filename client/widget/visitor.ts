/**
 * The visitor that this browser is for the site: nobody until something is sent. The token lives here and, for the next
 * page, in the frame's storage; all tabs of a site share one visitor.
 */
import { createSignal } from 'solid-js';
import { actBy, ApiError, Offline, request } from '../shared/request.ts';
import { dropDrafts } from '../shared/drafts/drafts.ts';
import { withTabLock } from '../shared/tab-lock.ts';
import { keep } from '../shared/keep.ts';
import { owner, site } from './site.ts';
import { visitNow } from './visit.ts';

const NAME = `${owner}:visitor`;
/** Requests to these paths need no visitor. */
const OPEN = ['/reply-times', '/widget/visitors'];

const [token, setToken] = createSignal(keep.get(NAME));
/** The team blocked this visitor. */
const [isBlocked, setBlocked] = createSignal(false);
export { isBlocked, token };
keep.onChange(NAME, (name, value) => name === NAME && setToken(value));

actBy({
  // A cookie of the desk or the portal must not be sent as the visitor's.
  credentials: 'omit',
  async headers(_method, path): Promise<Record<string, string>> {
    if (OPEN.includes(path)) return {};
    const shown = path === '/widget/identity' ? token() : (token() ?? (await begin()));
    return shown ? { Authorization: `Bearer ${shown}` } : {};
  },
  token,
  refused: (code) => void (code === 'visitor.blocked' && setBlocked(true)),
});

/** Storage written by one process of a browser reaches another after a delay. */
const KNOWN_AFTER_MS = 250;

/** Counts how often this browser forgot its visitor. A request that began before that is for the visitor of before, so its answer is dropped. */
let gone = 0;
function stillHere(since: number) {
  if (since !== gone) throw new Offline('The visitor was forgotten while this request ran.');
}

let beginning: Promise<string> | null = null;
/** Creates the visitor on the first message, once for all tabs. */
export const begin = () => (beginning ??= beginNow());

function beginNow(): Promise<string> {
  const since = gone;
  const own = new Promise<string>((resolve, reject) => {
    withTabLock(NAME, async () => {
      const next = keep.get(NAME) ?? (await start());
      stillHere(since);
      resolve(become(next));
      // The tab that waits for the lock must find the token, or there would be two visitors.
      await new Promise((done) => setTimeout(done, KNOWN_AFTER_MS));
    }).catch(reject);
  }).finally(() => {
    if (beginning === own) beginning = null;
  });
  return own;
}

/** Answers to the questions before the first message; they are sent with it. */
const ASKED = `${owner}:asked`;
const answered = () => JSON.parse(keep.get(ASKED) ?? '{}') as Record<string, string>;
export const asked = {
  get: () => keep.get(ASKED) !== null,
  has: (name: string) => answered()[name] !== undefined,
  set: (answers: Record<string, string>) => keep.set(ASKED, JSON.stringify(answers)),
};

async function start(): Promise<string> {
  const visit = visitNow();
  const { name, email, ...fields } = answered();
  const input = {
    site: site.key,
    ...(name && { name }),
    ...(email && { email }),
    ...visit,
    ...(Object.keys(fields).length > 0 && { fields: { ...fields, ...visit.fields } }),
  };
  const send = (proof?: object) => request('POST', '/widget/visitors', { ...input, ...proof });
  const started = await send().catch(async (error: unknown) => {
    if (!(error instanceof ApiError) || error.code !== 'widget.proof_needed') throw error;
    // Loaded on demand: few visitors need it.
    const { prove } = await import('./proof.ts');
    return send({ proof: await prove(error.details) });
  });
  return started.token;
}

/** The last identified user. It outlives the token, because their data is still stored here. */
const KNOWN = `${owner}:known`;

/**
 * Identifies the visitor by a token of the site's server. Earlier messages come along, unless they belong to another
 * identified user. Returns whether there was such a user.
 */
export async function identify(said: string): Promise<boolean> {
  const since = gone;
  return withTabLock(NAME, async () => {
    const { token: next, me } = await request('POST', '/widget/identity', {
      site: site.key,
      token: said,
      ...visitNow(),
    });
    stillHere(since);
    const isAnother = (keep.get(KNOWN) ?? me.id) !== me.id;
    if (isAnother) clear();
    keep.set(KNOWN, me.id);
    become(next);
    return isAnother;
  });
}

function become(next: string): string {
  keep.set(NAME, next);
  setToken(next);
  return next;
}

/** Drops a refused token. Another tab may have a newer one already. */
export function drop(refused: string) {
  if (keep.get(NAME) === refused) keep.remove(NAME);
  setToken(keep.get(NAME));
}

/** Removes all data of the visitor from this browser. */
export function forget() {
  gone += 1;
  beginning = null;
  if (token()) void request('POST', '/auth/logout', {}).catch(() => {});
  clear();
  setToken(null);
}

/** Removes the token last: a tab that sees it disappear starts over and must find nothing. */
function clear() {
  dropDrafts(owner);
  for (const kind of ['outbox:', 'files:', 'draft:', '']) for (const key of keep.keys(kind + owner)) keep.remove(key);
}
