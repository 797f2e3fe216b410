/** What an agent does to a ticket; each says what happened, and how to take it back. */
import { useLocation, useNavigate } from '@solidjs/router';
import type { TicketRow } from '../../../server/tickets/contract.ts';
import type { Act } from '../../shared/outbox/act.ts';
import { api } from '../../shared/api.ts';
import { hasLocalDraft } from '../../shared/drafts/drafts.ts';
import { useSession, useState, useWhole } from '../../shared/state/session.ts';
import { momentWords } from '../../shared/time.ts';
import { applyRow } from '../../shared/state/timeline.ts';
import { actWords } from '../acts/act.ts';
import { type DoneAct, useActs } from '../acts/acts.ts';
import { t as waiting } from '../acts/words.ts';
import { isList, placeIn } from '../address.ts';
import { IN_PLACE, useDesk, usePlace } from '../desk.ts';
import { rowsIn } from '../queue/list.ts';
import { t } from '../words.ts';

export function useActions() {
  const { store, live } = useSession();
  const state = useState();
  const whole = useWhole();
  const desk = useDesk();
  const place = usePlace();
  const acts = useActs();
  const location = useLocation();
  const navigate = useNavigate();
  const isLive = () => live.connection() === 'live';

  /** Null where it was refused, which is said. */
  const attempt = (row: TicketRow, act: Act) => desk.attempt(() => acts.run(row, act));
  /** What happened; or, without a line, that it waits. */
  function say(done: DoneAct, act: Act, { subject, text, isFinal = false, leaves = false }: Announcement) {
    const words = done.isOffline ? waiting('said', { act: actWords(act, state), subject }) : text;
    const wasLeft = leaves && place.ticketId() === done.ticketId;
    const undo = async (hasWritten: boolean) => {
      const from = location.pathname;
      const outcome = await desk.attempt(() => acts.undo(done));
      if (outcome === 'already' || outcome === 'gone') desk.say({ text: t(`undoing.${outcome}`, { subject }) });
      if (outcome === 'undone' && wasLeft && !hasWritten && location.pathname === from) comeBack(done.ticketId);
    };
    desk.say({ text: words, ...(!isFinal && { undo: (hasWritten) => void undo(hasWritten) }) });
  }

  /** To what one had open, beside the list where one stands by now; not away from what is no list. */
  function comeBack(ticketId: string) {
    const here = placeIn(location.pathname);
    if (!here || !isList(here.list)) return;
    const search = new URLSearchParams(location.search);
    search.delete('at');
    if (here.ticketId !== ticketId)
      navigate(`/${here.list}/${ticketId}${search.size > 0 ? `?${search}` : ''}`, IN_PLACE);
    // The hand that took it back was on a button that is gone, or on a row that moves.
    queueMicrotask(() => document.querySelector<HTMLElement>('#talk')?.focus());
  }

  /**
   * Straight to the next of the list, or to its empty state. Not for whoever went elsewhere meanwhile; and where it still
   * stands in the list that shows everything, only away from it.
   */
  async function goOn(from: string, before: string[]) {
    if (place.ticketId() !== from) return;
    const view = place.view();
    if (view === 'all' && shownIds().includes(from)) return place.close();
    let rest = shownIds().filter((id) => id !== from);
    // More wait than were loaded: that nobody does would be untrue.
    if (rest.length === 0 && view === 'waiting' && isLive() && (state.counts?.waiting ?? 0) > 0) {
      const page = await desk.attempt(() => api.tickets({ order: 'waiting', assignee: 'none', active: 'true' }));
      store.change((now) => (page?.items ?? []).reduce(applyRow, now));
      rest = shownIds().filter((id) => id !== from);
      if (place.ticketId() !== from) return;
    }
    const next = before.slice(before.indexOf(from) + 1).find((id) => rest.includes(id)) ?? rest[0];
    // Whoever acted from the row that is done now has no hand on it any more: the list may let it go.
    const active = document.activeElement;
    if (active instanceof HTMLElement && active.closest('main')) active.blur();
    if (next) place.open(next);
    else place.close();
    queueMicrotask(() => document.querySelector<HTMLElement>('#talk')?.focus());
  }

  const mayChangeOthers = () => state.me.rights.others_tickets?.includes('update') ?? false;
  /** What a colleague holds may be theirs alone to give back: then no undo is offered that would be refused. */
  const mayTakeBack = ({ field, value }: Act) =>
    field !== 'assignee' || value === null || value === state.me.id || mayChangeOthers();
  const shownIds = () => rowsIn(place.view(), place.search(), whole()).map((one) => one.id);

  async function setStatus(row: TicketRow, code: string) {
    const { id, subject } = row;
    const before = shownIds();
    const act: Act = { field: 'status', value: code };
    const done = await attempt(row, act);
    if (!done) return;
    const { name, type } = state.statuses.find((one) => one.code === code) ?? { name: code, type: 'open' };
    const isResolved = type === 'resolved';
    const hasUnsent = hasLocalDraft(`${state.me.id}:${id}:message`);
    const text = isResolved
      ? t(hasUnsent ? 'ticket.resolvedUnsent' : 'ticket.resolved', { subject })
      : t('ticket.statusSet', { subject, status: name });
    const leaves = isResolved || type === 'closed' || type === 'cancelled';
    say(done, act, { subject, text, leaves });
    if (leaves) await goOn(id, before);
  }

  function mayChange(row: TicketRow) {
    const holdsIt = row.assignee === null || row.assignee.id === state.me.id;
    return holdsIt || mayChangeOthers();
  }

  return {
    mayChange,
    /** Whose it is; nothing where it may be changed. */
    whyNot: (row: TicketRow) => (mayChange(row) ? undefined : t('ticket.notYours', { name: row.assignee?.name ?? '' })),
    mayTakeBack,
    setStatus,
    resolve: (row: TicketRow) => setStatus(row, 'resolved'),
    async snooze(row: TicketRow, until: number | null) {
      const { id, subject } = row;
      const before = shownIds();
      const act: Act = { field: 'snooze', value: until };
      const done = await attempt(row, act);
      if (!done) return;
      const text = until ? t('snooze.done', { subject, time: momentWords(until) }) : t('snooze.woken', { subject });
      const leaves = until !== null && place.view() !== 'all';
      say(done, act, { subject, text, leaves });
      if (leaves) await goOn(id, before);
    },
    /** And away from it: who looks at it reads it. */
    async markUnread(row: TicketRow, seq: number) {
      place.close();
      await attempt(row, { field: 'unread', value: seq });
    },
    async escalate(row: TicketRow, escalated: boolean) {
      const { subject } = row;
      const act: Act = { field: 'escalated', value: escalated };
      const done = await attempt(row, act);
      if (done) say(done, act, { subject, text: t(escalated ? 'ticket.escalated' : 'ticket.calmed', { subject }) });
    },
    async setPriority(row: TicketRow, code: string) {
      const { subject } = row;
      const act: Act = { field: 'priority', value: code };
      const done = await attempt(row, act);
      if (!done) return;
      const priority = state.priorities.find((one) => one.code === code)?.name ?? code;
      say(done, act, { subject, text: t('ticket.prioritySet', { subject, priority }) });
    },
    async setTags(row: TicketRow, tagIds: string[]) {
      const { subject } = row;
      const act: Act = { field: 'tags', value: tagIds };
      const done = await attempt(row, act);
      if (done) say(done, act, { subject, text: t('tags.set', { subject }) });
    },
    async assign(row: TicketRow, assigneeId: string | null) {
      const { id, subject } = row;
      const before = shownIds();
      const act: Act = { field: 'assignee', value: assigneeId };
      const done = await attempt(row, act);
      if (!done) return;
      const maySetAgain = done.itemId !== null || mayTakeBack(act);
      const name = state.colleagues.find((person) => person.id === assigneeId)?.name;
      const text = name ? t('ticket.assigned', { name, subject }) : t('ticket.unassigned', { subject });
      // What I took I work on, and what nobody holds still stands in the queue.
      const leaves = assigneeId === null ? place.view() === 'mine' : assigneeId !== state.me.id;
      say(done, act, { subject, text, isFinal: !maySetAgain, leaves });
      if (leaves) await goOn(id, before);
    },
  };
}

interface Announcement {
  subject: string;
  text: string;
  /** It cannot be taken back. */
  isFinal?: boolean;
  /** It leads away from the ticket. */
  leaves?: boolean;
}
