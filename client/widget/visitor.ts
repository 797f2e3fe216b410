/**
 * Who this browser is to the site: nobody, until something is sent. The token lives here and, for the next page, in the
 * frame's own storage; all tabs of a site are one visitor.
 */
import { createSignal } from 'solid-js';
import type { Identified, StartedVisitor } from '../../server/widget/contract.ts';
import { actBy, ApiError, Offline, request } from '../shared/request.ts';
import { withTabLock } from '../shared/tab-lock.ts';
import { keep } from '../shared/keep.ts';
import { owner, site } from './site.ts';
import { visitNow } from './visit.ts';

const NAME = `${owner}:visitor`;
/** These need nobody to be anybody. */
const OPEN = ['/reply-times', '/widget/visitors'];

const [token, setToken] = createSignal(keep.get(NAME));
/** The team does not want to hear of them. */
const [isBlocked, setBlocked] = createSignal(false);
export { isBlocked, token };
keep.onChange(NAME, (name, value) => name === NAME && setToken(value));

actBy({
  // A cookie of the desk's or the portal's is not the visitor's.
  credentials: 'omit',
  async headers(_method, path): Promise<Record<string, string>> {
    if (OPEN.includes(path)) return {};
    const shown = path === '/widget/identity' ? token() : (token() ?? (await begin()));
    return shown ? { Authorization: `Bearer ${shown}` } : {};
  },
  token,
  refused: (code) => void (code === 'visitor.blocked' && setBlocked(true)),
});

/** What one process of a browser wrote is not there at once for another. */
const KNOWN_AFTER_MS = 250;

/** Whoever it was has gone, as often as this says: an answer from before is for nobody who is here. */
let gone = 0;
function stillHere(since: number) {
  if (since !== gone) throw new Offline('Whoever this was for has left.');
}

let beginning: Promise<string> | null = null;
/** With the first thing that somebody sends, and once for all tabs that send one. */
export const begin = () => (beginning ??= beginNow());

function beginNow(): Promise<string> {
  const since = gone;
  const own = new Promise<string>((resolve, reject) => {
    withTabLock(NAME, async () => {
      const next = keep.get(NAME) ?? (await start());
      stillHere(since);
      resolve(become(next));
      // The tab that waits for the lock must find it, or there are two visitors.
      await new Promise((done) => setTimeout(done, KNOWN_AFTER_MS));
    }).catch(reject);
  }).finally(() => {
    if (beginning === own) beginning = null;
  });
  return own;
}

/** What was asked before the first message; it goes with it. */
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
  const send = (proof?: object) => request<StartedVisitor>('POST', '/widget/visitors', { ...input, ...proof });
  const started = await send().catch(async (error: unknown) => {
    if (!(error instanceof ApiError) || error.code !== 'widget.proof_needed') throw error;
    // Few are ever asked for it.
    const { prove } = await import('./proof.ts');
    return send({ proof: await prove(error.details) });
  });
  return started.token;
}

/** Whom the site said last. It outlives their token: what they left here is still theirs. */
const KNOWN = `${owner}:known`;

/**
 * The site's own server says who this is. What was written here before comes along, but for what another left here whom the
 * site knew. Answers whether there was such another.
 */
export async function identify(said: string): Promise<boolean> {
  const since = gone;
  return withTabLock(NAME, async () => {
    const { token: next, me } = await request<Identified>('POST', '/widget/identity', {
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

/** It opens nothing any more. Another tab may have another one already. */
export function drop(refused: string) {
  if (keep.get(NAME) === refused) keep.remove(NAME);
  setToken(keep.get(NAME));
}

/** Nothing of them stays in this browser. */
export function forget() {
  gone += 1;
  beginning = null;
  if (token()) void request('POST', '/auth/logout', {}).catch(() => {});
  clear();
  setToken(null);
}

/** The token last: a tab that sees it go begins anew, and then finds nothing. */
function clear() {
  for (const kind of ['outbox:', 'files:', 'draft:', '']) for (const key of keep.keys(kind + owner)) keep.remove(key);
}
