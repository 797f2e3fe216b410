/** The search, run in its worker. */
import { openSearchReader } from '#database/search-reader';
import type { Kind, Match, Row } from '../../db/search.ts';
import type { Cut, SearchResult, Results } from './contract.ts';
import { LONGER_WORDS, type Plan, planOf, type Search } from './plan.ts';
import { toSearchResult } from './search-result.ts';
import { FILLING } from './indexing.ts';

/** A search that takes longer returns the results so far. Checked between two rows. */
const BUDGET_MS = 300;
/** The order `rank` considers only this many of the newest matches, to answer in time. */
const WEIGHED_MOST = 20_000;
/** A text filter on a list finds at most this many tickets, those with the newest matches. */
const TICKETS_MOST = 500;

export interface TicketsFound {
  ids: string[];
  complete: boolean;
}

/** What one order finds. */
type Found = Omit<Results, 'indexed' | 'unknown'>;

export type Searcher = ReturnType<typeof openSearch>;

export function openSearch(file: string) {
  const index = openSearchReader(file);

  function run(search: Search): Results {
    const deadline = performance.now() + BUDGET_MS;
    const { position, head } = index.progress();
    const answered = { indexed: partOf({ position, head }, search.actor), unknown: search.unknown };
    const ask = (most: number): Found & { isCut: boolean } => {
      const plan = planOf(index, search, most);
      if (plan === null) return { items: [], next: null, complete: true, cut: [], isCut: false };
      return { ...(search.order === 'rank' ? rank(plan, deadline) : list(plan, deadline)), isCut: plan.isCut };
    };
    let found = ask(LONGER_WORDS.few);
    if (found.isCut && found.items.length < search.limit && performance.now() < deadline)
      found = ask(LONGER_WORDS.many);
    const { isCut: _cut, ...page } = found;
    return { ...page, ...answered };
  }

  /** The ids of the tickets with the newest matches. */
  function ticketsWith(search: Search): TicketsFound {
    const deadline = performance.now() + BUDGET_MS;
    const plan = planOf(index, search, LONGER_WORDS.many);
    const ids = new Set<string>();
    for (const [kind, match] of plan?.matches ?? [])
      for (const { row, kept } of plan ? newestOf(kind, match, plan) : []) {
        if (kept) ids.add(row.ticketId);
        if (ids.size === TICKETS_MOST || performance.now() > deadline) return { ids: [...ids], complete: false };
      }
    return { ids: [...ids], complete: plan?.isCut !== true };
  }

  function* newestOf(kind: Kind, match: Match, { search, range, keeps }: Plan) {
    const own = search.actor.kind === 'customer' ? search.actor.id : null;
    for (const row of index[kind].newest(match, { own, ...range })) yield { kind, row, kept: keeps(kind, row) };
  }

  /** Merges the newest matches of both indexes in one order. */
  function list(plan: Plan, deadline: number): Found {
    const { search } = plan;
    const cut: Cut[] = plan.isCut ? ['words'] : [];
    const answer = (items: SearchResult[], next: string | null, also: Cut[] = []) => {
      const all = [...cut, ...also];
      return { items, next, complete: all.length === 0, cut: all };
    };
    const streams = plan.matches.map(([kind, match]) => newestOf(kind, match, plan));
    const heads = streams.map((stream) => stream.next().value);
    const items: SearchResult[] = [];
    try {
      for (;;) {
        const at = newestAmong(heads);
        const top = heads[at];
        if (!top) return answer(items, null);
        if (items.length === search.limit) return answer(items, String(items.at(-1)?.eventId ?? 0));
        if (top.kept) items.push(toSearchResult(top.kind, top.row, search.phrases));
        else if (performance.now() > deadline) return answer(items, String(top.row.eventId), ['time']);
        heads[at] = streams[at]?.next().value;
      }
    } finally {
      for (const stream of streams) stream.return(undefined);
    }
  }

  /** The best of the newest matches; there is no second page. */
  function rank(plan: Plan, deadline: number): Found {
    const { search, range, keeps } = plan;
    const own = search.actor.kind === 'customer' ? search.actor.id : null;
    const cut = new Set<Cut>(plan.isCut ? ['words'] : []);
    const best: { score: number; found: SearchResult }[] = [];
    for (const [kind, match] of plan.matches) {
      const words = index[kind];
      const from = words.nth(match, WEIGHED_MOST);
      if (from > 0) cut.add('rank');
      const scores = words.ranked(match, Math.max(from, range.after));
      let kept = 0;
      for (let at = 0; at < scores.length && kept < search.limit; at += search.limit) {
        // The first batch of best matches is always returned.
        if (at > 0 && performance.now() > deadline) {
          cut.add('time');
          break;
        }
        const some = new Map(scores.slice(at, at + search.limit).map(({ eventId, score }) => [eventId, score]));
        for (const row of words.among([...some.keys()], { own, ...range })) {
          if (!keeps(kind, row)) continue;
          kept += 1;
          best.push({ score: some.get(row.eventId) ?? 0, found: toSearchResult(kind, row, search.phrases) });
        }
      }
    }
    const items = best.toSorted((a, b) => a.score - b.score).slice(0, search.limit);
    return { items: items.map(({ found }) => found), next: null, complete: cut.size === 0, cut: [...cut] };
  }

  function customersNamed(part: string, limit: number) {
    const found = index.customersNamed(part, limit + 1);
    return { items: found.slice(0, limit), complete: found.length <= limit };
  }
  return { run, ticketsWith, customersNamed, close: () => index.close() };
}

/** For customers rounded, and 1 for a small lag: the exact value would change with every note. */
function partOf({ position, head }: { position: number; head: number }, { kind }: Search['actor']): number {
  if (kind === 'customer' && head - position <= FILLING) return 1;
  const part = head > 0 ? position / head : 1;
  return kind === 'customer' ? Math.floor(100 * part) / 100 : part;
}

function newestAmong(heads: ({ row: Row } | undefined | void)[]): number {
  let best = 0;
  heads.forEach((one, i) => {
    if ((one?.row.eventId ?? -1) > (heads[best]?.row.eventId ?? -1)) best = i;
  });
  return best;
}
