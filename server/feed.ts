import type { Event, MentionNews } from './contract.ts';
import type { Draft } from './drafts/contract.ts';
import type { ListName } from './lists/contract.ts';
import type { TicketView } from './tickets/queries.ts';

/** A ticket changed: its events in id order and its new row; null if the row did not change or the ticket was deleted. */
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

/** A shared list changed. No command tells this: `commit` reads it from the database. `owner` is empty for a shared list. */
export interface ListNews {
  kind: 'list';
  list: ListName;
  owner: string;
}

/** Everything that a command can tell. `userId` is the one person concerned. */
export type News =
  | TicketNews
  | SessionNews
  | { kind: 'draft'; userId: string; draft: Draft }
  | { kind: 'mention'; userId: string; mention: MentionNews }
  | ListNews
  /** The stored data of a widget visitor changed, or the profile of a customer with an account. */
  | { kind: 'visitor'; userId: string }
  /**
   * What clients hold is outdated in a way that no event tells: each loads its data again. `of` names their people; without
   * it, all. With `showing`, also those that show this ticket.
   */
  | { kind: 'start-over'; of?: string[]; showing?: string }
  | { kind: 'settings' }
  /** Jobs were added. */
  | { kind: 'jobs' };

/**
 * The listeners, in the order in which they are called. Sockets of ended sessions close first, so that they receive nothing
 * more. The assigner runs after all listeners that inform clients.
 */
const ORDER = [
  'sessions',
  'hub',
  'lists',
  'line',
  'counting',
  'presence',
  'team',
  'visits',
  'assigner',
  'followers',
  'jobs',
] as const;
export type ListenerName = (typeof ORDER)[number];

type Listen = (news: News[]) => void;

/** Passes the news of commands from `commit` to the listeners. */
export interface Feed {
  /** Each name can subscribe once. `listen` is called in commit order, once per group of units; it must not throw or wait. */
  subscribe(name: ListenerName, listen: Listen): void;
  /** Called after COMMIT and before any caller resolves. */
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
