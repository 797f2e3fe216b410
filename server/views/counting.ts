/**
 * Keeps the counts of saved views on the desks. A view is counted only while a desk shows it, once for all desks, and all
 * views together at most every two seconds: the cost grows with views, and not with messages or desks.
 */
import { createThread } from '../threads.ts';
import type { Db } from '../../db/database.ts';
import type { Feed, ListNews } from '../feed.ts';
import type { SavedView, ViewCount } from './contract.ts';
import type { CountCalls } from './count.worker.ts';
import { type Counted, ownViews, sharedViews } from './queries.ts';

const EVERY_MS = 2_000;
/** The delay of the first counts for a desk that was just opened. */
const SOON_MS = 50;
/** Counting takes at most a quarter of its thread, however many views there are. */
const REST = 3;

interface Desk {
  userId: string;
  viewIds: string[];
  told: Map<string, ViewCount>;
  tell(counts: Record<string, ViewCount>): void;
}

interface KnownCount {
  count: ViewCount;
  /** The value of `moves`, the number of queue changes, when counting started. */
  asOf: number;
}

export interface Counting {
  /** Sets the views on this screen and sends all their counts. */
  show(socketId: string, shown: { userId: string; views: SavedView[]; tell: Desk['tell'] }): void;
  forget(socketId: string): void;
  stop(): void;
}

interface Options {
  feed: Feed;
  reader: Db;
  /** The database file. */
  file: string;
  onError: (error: unknown) => void;
}

export function createCounting({ feed, reader, file, onError }: Options): Counting {
  const counter = createThread<CountCalls>(new URL('./count.worker.ts', import.meta.url), file);
  const desks = new Map<string, Desk>();
  const views = new Map<string, SavedView>();
  let known = new Map<string, KnownCount>();
  let moves = 0;
  let every = EVERY_MS;
  let lastAt = -EVERY_MS;
  let timer: NodeJS.Timeout | undefined;
  let timerAt = Infinity;
  let counting = false;
  let stopped = false;

  feed.subscribe('counting', (news) => {
    if (news.some(({ kind }) => kind === 'ticket')) {
      moves += 1;
      plan(lastAt + every);
    }
    for (const one of news) if (one.kind === 'list' && desks.size > 0) void reread(one).catch(onError);
  });

  async function reread({ list, owner }: ListNews) {
    if (list === 'sharedViews') replace(({ shared }) => shared, await sharedViews(reader));
    else if (list === 'ownViews')
      replace(({ shared, ownerId }) => !shared && ownerId === owner, await ownViews(reader, owner));
  }

  /** `now` has all views of this kind. */
  function replace(isOfKind: (view: SavedView) => boolean, now: SavedView[]) {
    for (const view of views.values()) if (isOfKind(view)) views.delete(view.id);
    for (const view of now) views.set(view.id, view);
    plan(performance.now() + SOON_MS);
  }

  function plan(at: number) {
    if (stopped || desks.size === 0 || timerAt <= at) return;
    clearTimeout(timer);
    timerAt = at;
    timer = setTimeout(
      () => {
        timerAt = Infinity;
        round().catch(onError);
      },
      Math.max(0, at - performance.now()),
    );
  }

  async function round() {
    if (counting) return plan(performance.now() + SOON_MS);
    const shown = shownNow();
    const now = performance.now();
    const isTime = now >= lastAt + every;
    const asOf = moves;
    const due = [...shown].filter(([key]) => (isTime ? known.get(key)?.asOf !== asOf : !known.has(key)));
    if (isTime) lastAt = now;
    if (due.length > 0) {
      counting = true;
      try {
        const { counts, ms } = await counter.call('count', Object.fromEntries(due));
        every = Math.max(EVERY_MS, REST * ms);
        for (const [key, count] of Object.entries(counts)) known.set(key, { count, asOf });
      } finally {
        counting = false;
      }
    }
    // Drops outdated counts of views that no desk shows.
    known = new Map([...known].filter(([key, one]) => shown.has(key) || one.asOf === moves));
    for (const desk of desks.values()) tell(desk);
    if ([...shownNow().keys()].some((key) => known.get(key)?.asOf !== moves)) plan(lastAt + every);
  }

  function shownNow() {
    const shown = new Map<string, Counted>();
    for (const desk of desks.values())
      for (const view of viewsOf(desk)) shown.set(keyOf(view, desk.userId), meantBy(view, desk.userId));
    return shown;
  }

  /** Without deleted views and those that the person may no longer see. */
  const viewsOf = ({ viewIds, userId }: Desk) =>
    viewIds.flatMap((id) => views.get(id) ?? []).filter((view) => view.shared || view.ownerId === userId);

  function tell(desk: Desk) {
    const news: Record<string, ViewCount> = {};
    for (const view of viewsOf(desk)) {
      const count = known.get(keyOf(view, desk.userId))?.count;
      const before = desk.told.get(view.id);
      if (!count || (before?.n === count.n && before.more === count.more)) continue;
      desk.told.set(view.id, count);
      news[view.id] = count;
    }
    if (Object.keys(news).length > 0) desk.tell(news);
  }

  return {
    show(socketId, { userId, views: shown, tell: send }) {
      for (const view of shown) views.set(view.id, view);
      if (shown.length === 0) return void desks.delete(socketId);
      desks.set(socketId, { userId, viewIds: shown.map(({ id }) => id), told: new Map(), tell: send });
      plan(performance.now() + SOON_MS);
    },
    forget(socketId) {
      desks.delete(socketId);
      if (desks.size > 0) return;
      views.clear();
      known.clear();
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
      counter.stop();
    },
  };
}

/** The view for one person; the same for everyone unless it refers to the reader, or to days, which begin by their clock. */
function meantBy({ base, filters }: SavedView, userId: string): Counted {
  const isOnesOwn =
    base === 'mine' ||
    filters.assignee === 'me' ||
    filters.team?.includes('mine') ||
    /:"?me\b|\b(?:before|after):/iu.test(filters.q ?? '');
  return { base, filters, userId: isOnesOwn ? userId : null };
}

const keyOf = (view: SavedView, userId: string) => JSON.stringify(meantBy(view, userId));
