import { type Accessor, createSignal } from 'solid-js';
import type { ColleaguePresence, TicketPresence, ServerToClient, TYPING_TTL_MS } from '../../../server/contract.ts';
import type { Place } from '../../../server/place/contract.ts';
import type { Visitor } from '../../../server/widget/contract.ts';
import type { Person } from '../../../server/people/contract.ts';

type Typing = Parameters<ServerToClient['typing']>[0];
type Viewers = Parameters<ServerToClient['presence']>[0];

/** The contract's value; a browser takes only types from it, so that its schemas stay on the server. */
const FORGET_MS: typeof TYPING_TTL_MS = 5_000;

export interface Presence {
  /** The people typing on a ticket; each expires by itself. */
  typingOn(ticketId: string): Typing[];
  /** The staff who have the ticket open. */
  viewing(ticketId: string): Person[];
  /** The last known place in the queue of a waiting ticket. */
  placeOf(ticketId: string): Place | undefined;
  /** The customer whose profile changed last. Staff only. */
  profile: Accessor<{ userId: string } | undefined>;
  /** The last known visitor data of a widget customer. Staff only. */
  visitor(userId: string): Visitor | undefined;
  /** The ids of colleagues who view a ticket or write on it, for rows of the queue. */
  onTicket(ticketId: string): TicketPresence | undefined;
  /** Whether a colleague is connected, and how many active tickets they have. Staff only. */
  colleague(id: string): ColleaguePresence | undefined;
  typing(who: Typing): void;
  setTeam(who: Parameters<ServerToClient['team-presence']>[0]): void;
  setOnTickets(who: Parameters<ServerToClient['queue-presence']>[0]): void;
  presence(who: Viewers): void;
  place(place: Place): void;
  visits(who: Visitor): void;
  setProfile(who: { userId: string }): void;
  /** Ends a person's typing at once, because their message arrived. */
  sent(ticketId: string, personId: string): void;
}

/** Everything that is never stored: viewers, typing, places in the queue, visitors. */
export function createPresence(): Presence {
  const [writers, setWriters] = createSignal<Typing[]>([]);
  const [viewers, setViewers] = createSignal<Record<string, Person[]>>({});
  const [places, setPlaces] = createSignal<Record<string, Place>>({});
  const [visitors, setVisitors] = createSignal<Record<string, Visitor>>({});
  const [onTickets, setAllOnTickets] = createSignal<ReadonlyMap<string, TicketPresence>>(new Map());
  const [team, setTeam] = createSignal<ReadonlyMap<string, ColleaguePresence>>(new Map());
  const [profile, setProfile] = createSignal<{ userId: string }>();
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  const keyOf = (ticketId: string, personId: string) => `${ticketId} ${personId}`;
  const forget = (ticketId: string, personId: string) => {
    timers.delete(keyOf(ticketId, personId));
    setWriters((all) => all.filter((one) => one.ticketId !== ticketId || one.person.id !== personId));
  };

  return {
    profile,
    setProfile,
    typingOn: (ticketId) => writers().filter((one) => one.ticketId === ticketId),
    placeOf: (ticketId) => places()[ticketId],
    visitor: (userId) => visitors()[userId],
    viewing: (ticketId) => viewers()[ticketId] ?? [],
    colleague: (id) => team().get(id),
    setTeam: ({ all, people }) =>
      void setTeam((known) => new Map([...(all ? [] : known), ...people.map((one) => [one.id, one] as const)])),
    onTicket: (ticketId) => onTickets().get(ticketId),
    setOnTickets({ all, tickets }) {
      setAllOnTickets((known) => {
        const next = new Map(all ? [] : known);
        for (const one of tickets) {
          if (one.viewing.length > 0 || one.writing.length > 0) next.set(one.ticketId, one);
          else next.delete(one.ticketId);
        }
        return next;
      });
    },
    typing(who) {
      const key = keyOf(who.ticketId, who.person.id);
      clearTimeout(timers.get(key));
      timers.set(key, setTimeout(forget, FORGET_MS, who.ticketId, who.person.id));
      setWriters((all) => [...all.filter((one) => keyOf(one.ticketId, one.person.id) !== key), who]);
    },
    // Empty lists are removed: a desk hears of hundreds of tickets in a day.
    presence: ({ ticketId, people }) =>
      void setViewers(({ [ticketId]: _before, ...others }) =>
        people.length > 0 ? { ...others, [ticketId]: people } : others,
      ),
    place: (place) => void setPlaces((all) => ({ ...all, [place.ticketId]: place })),
    visits: (who) => void setVisitors((all) => ({ ...all, [who.userId]: who })),
    sent(ticketId, personId) {
      clearTimeout(timers.get(keyOf(ticketId, personId)));
      forget(ticketId, personId);
    },
  };
}
