import type { Event, MentionNews } from './contract.ts';
import type { Draft } from './drafts/contract.ts';
import type { ListName } from './lists/contract.ts';
import type { TicketView } from './tickets/queries.ts';

/** A ticket changed: its events in id order, and its row as they left it; null where its row is as it was, or gone. */
export interface TicketNews {
  kind: 'ticket';
  ticketId: string;
  customerId: string;
  events: Event[];
  ticket: TicketView | null;
}

/** Sessions by their public ids. `ended`: sign in again. `restart`: reconnect at once. `blocked`: neither. */
export interface SessionNews {
  kind: 'sessions';
  ended: string[];
  reason: 'ended' | 'restart' | 'blocked';
}

/** A shared list changed. No command tells it: `commit` finds it in the database. `owner` is empty for one that many share. */
export interface ListNews {
  kind: 'list';
  list: ListName;
  owner: string;
}

/** All that a command can tell. `userId` names the one person whom it concerns. */
export type News =
  | TicketNews
  | SessionNews
  | { kind: 'draft'; userId: string; draft: Draft }
  | { kind: 'mention'; userId: string; mention: MentionNews }
  | ListNews
  /** What is stored about a visitor of the widget. */
  | { kind: 'visitor'; userId: string }
  | { kind: 'settings' }
  /** Work was added for after the commit. */
  | { kind: 'jobs' };

/**
 * Who listens, in this order. Sockets of ended sessions close before anything else is told, so that nobody hears what
 * they may no longer hear. Work is given out last, when everybody knows what there is.
 */
const ORDER = [
  'sessions',
  'hub',
  'lists',
  'line',
  'counting',
  'presence',
  'visits',
  'assigner',
  'followers',
  'jobs',
] as const;
export type ListenerName = (typeof ORDER)[number];

type Listen = (news: News[]) => void;

/** What commands told, from the commit to whoever acts on it. */
export interface Feed {
  /** Each name once. It is called in commit order, with all that one group of units told; it must not throw or wait. */
  subscribe(name: ListenerName, listen: Listen): void;
  /** After COMMIT, and before anyone is answered. */
  publish(news: News[]): void;
}

export function createFeed(): Feed {
  const listeners = new Map<ListenerName, Listen>();
  let inOrder: Listen[] = [];
  return {
    subscribe(name, listen) {
      if (listeners.has(name)) throw new Error(`The feed has a listener named ${name} already.`);
      listeners.set(name, listen);
      inOrder = ORDER.flatMap((one) => listeners.get(one) ?? []);
    },
    publish(news) {
      if (news.length === 0) return;
      for (const listen of inOrder) listen(news);
    },
  };
}
