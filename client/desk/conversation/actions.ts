/** The actions of an agent on a ticket; each announces its result and offers an undo. */
import { useLocation, useNavigate } from '@solidjs/router';
import type { TicketRow } from '../../../server/tickets/contract.ts';
import type { Act } from '../../shared/outbox/act.ts';
import { api } from '../../shared/api.ts';
import { hasLocalDraft } from '../../shared/drafts/drafts.ts';
import { useSession, useState, useWhole } from '../../shared/state/session.ts';
import { momentWords } from '../../shared/time.ts';
import { applyRow } from '../../shared/state/timeline.ts';
import { actWords } from '../acts/act-words.ts';
import { type DoneAct, useActs } from '../acts/acts.ts';
import { t as waiting } from '../acts/words.ts';
import { isList, placeIn } from '../address.ts';
import { IN_PLACE, useDesk, usePlace } from '../desk.ts';
import { rowsIn } from '../queue/list.ts';
import { defaultOf } from '../values.ts';
import { isNarrowed, waitingCount } from '../queue/views.ts';
import { t as deskWords } from '../words.ts';
import { t } from './words.ts';

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

  /** Null when the server refused it, which is shown. */
  const attempt = (row: TicketRow, act: Act) => desk.attempt(() => acts.run(row, act));
  /** Announces the result, or that the act waits for the connection. */
  function say(
    done: DoneAct,
    act: Act,
    { subject, text, isFinal = false, leaves = false, isLong = false }: Announcement,
  ) {
    const words = done.isOffline ? waiting('said', { act: actWords(act, state), subject }) : text;
    const wasLeft = leaves && place.ticketId() === done.ticketId;
    const undo = async (hasWritten: boolean) => {
      const from = location.pathname;
      const outcome = await desk.attempt(() => acts.undo(done));
      if (outcome === 'already' || outcome === 'gone') desk.say({ text: deskWords(`undoing.${outcome}`, { subject }) });
      if (outcome === 'undone' && wasLeft && !hasWritten && location.pathname === from) comeBack(done.ticketId);
    };
    desk.say({ text: words, isLong, ...(!isFinal && { undo: (hasWritten) => void undo(hasWritten) }) });
  }

  /** Returns to the ticket that was open, beside the current list; does nothing on pages without a list. */
  function comeBack(ticketId: string) {
    const here = placeIn(location.pathname);
    if (!here || !isList(here.list)) return;
    const search = new URLSearchParams(location.search);
    search.delete('at');
    if (here.ticketId !== ticketId)
      navigate(`/${here.list}/${ticketId}${search.size > 0 ? `?${search}` : ''}`, IN_PLACE);
    // The button that was clicked is gone, or the row is moving.
    queueMicrotask(() => document.querySelector<HTMLElement>('#talk')?.focus());
  }

  /**
   * Opens the next ticket of the list, or its empty state. Does nothing when the person went elsewhere; in the list of
   * all tickets it only closes the ticket.
   */
  async function goOn(from: string, before: string[]) {
    if (place.ticketId() !== from) return;
    const view = place.view();
    if (view === 'all' && shownIds().includes(from)) return place.close();
    let rest = shownIds().filter((id) => id !== from);
    // More tickets wait than are loaded, so the list must not claim to be empty.
    if (rest.length === 0 && view === 'waiting' && isLive() && waitingCount(state) > 0) {
      const page = await desk.attempt(() =>
        api.tickets({ order: 'waiting', assignee: 'none', active: 'true', ...(isNarrowed(state) && { team: 'mine' }) }),
      );
      store.change((now) => (page?.items ?? []).reduce(applyRow, now));
      rest = shownIds().filter((id) => id !== from);
      if (place.ticketId() !== from) return;
    }
    const next = before.slice(before.indexOf(from) + 1).find((id) => rest.includes(id)) ?? rest[0];
    // The row may be evicted now, so it must not keep the focus.
    const active = document.activeElement;
    if (active instanceof HTMLElement && active.closest('main')) active.blur();
    if (next) place.open(next);
    else place.close();
    queueMicrotask(() => document.querySelector<HTMLElement>('#talk')?.focus());
  }

  const mayChangeOthers = () => state.me.rights.others_tickets?.includes('update') ?? false;
  /**
   * A colleague's ticket may be reassigned only by that colleague: then no undo is offered that the server would
   * refuse.
   */
  const mayTakeBack = ({ field, value }: Act) =>
    field !== 'assignee' || value === null || value === state.me.id || mayChangeOthers();
  const shownIds = () => rowsIn(place.view(), place.search(), whole()).map((one) => one.id);

  async function setStatus(row: TicketRow, code: string) {
    const { id, subject } = row;
    const before = shownIds();
    const act: Act = { field: 'status', value: code };
    const done = await attempt(row, act);
    if (!done) return;
    const { name, type } = state.lists.statuses.items.find((one) => one.code === code) ?? { name: code, type: 'open' };
    const isResolved = type === 'resolved';
    const hasUnsent = hasLocalDraft(`${state.me.id}:${id}:message`);
    const text = isResolved
      ? t(hasUnsent ? 'ticket.resolvedUnsent' : 'ticket.resolved', { subject })
      : t('ticket.statusSet', { subject, status: name });
    const leaves = isResolved || type === 'closed' || type === 'cancelled';
    say(done, act, { subject, text, leaves, isLong: isResolved && hasUnsent });
    if (leaves) await goOn(id, before);
  }

  function mayChange(row: TicketRow) {
    const holdsIt = row.assignee === null || row.assignee.id === state.me.id;
    return holdsIt || mayChangeOthers();
  }

  return {
    mayChange,
    /** The assignee's name as a reason; undefined when the person may change the ticket. */
    whyNot: (row: TicketRow) => (mayChange(row) ? undefined : t('ticket.notYours', { name: row.assignee?.name ?? '' })),
    mayTakeBack,
    setStatus,
    resolve: (row: TicketRow) => setStatus(row, defaultOf('resolved', state.lists.statuses.items)),
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
    async setDue(row: TicketRow, dueAt: number | null) {
      const { subject } = row;
      const act: Act = { field: 'due', value: dueAt };
      const done = await attempt(row, act);
      const text = dueAt ? t('due.done', { subject, time: momentWords(dueAt) }) : t('due.removed', { subject });
      if (done) say(done, act, { subject, text });
    },
    /** Closes the ticket too: looking at it would mark it as read. */
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
      const priority = state.lists.priorities.items.find((one) => one.code === code)?.name ?? code;
      say(done, act, { subject, text: t('ticket.prioritySet', { subject, priority }) });
    },
    async setCategory(row: TicketRow, code: string | null) {
      const { subject } = row;
      const act: Act = { field: 'category', value: code };
      const done = await attempt(row, act);
      if (!done) return;
      const category = state.lists.categories.items.find((one) => one.code === code)?.name ?? deskWords('ticket.none');
      say(done, act, { subject, text: t('ticket.categorySet', { subject, category }) });
    },
    async setTeam(row: TicketRow, teamId: string | null) {
      const { id, subject } = row;
      const before = shownIds();
      const act: Act = { field: 'team', value: teamId };
      const done = await attempt(row, act);
      if (!done) return;
      const team = state.lists.teams.items.find((one) => one.id === teamId)?.name;
      const text = team ? t('ticket.teamSet', { subject, team }) : t('ticket.teamUnset', { subject });
      // Of a list of one's own teams it is gone.
      const leaves = before.includes(id) && !shownIds().includes(id);
      say(done, act, { subject, text, leaves });
      if (leaves) await goOn(id, before);
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
      const name = state.lists.colleagues.items.find((person) => person.id === assigneeId)?.name;
      const text = name ? t('ticket.assigned', { name, subject }) : t('ticket.unassigned', { subject });
      // A ticket that I took stays open, and an unassigned one stays in the queue.
      const leaves = assigneeId === null ? place.view() === 'mine' : assigneeId !== state.me.id;
      say(done, act, { subject, text, isFinal: !maySetAgain, leaves });
      if (leaves) await goOn(id, before);
    },
  };
}

interface Announcement {
  subject: string;
  text: string;
  /** It cannot be undone. */
  isFinal?: boolean;
  /** It needs more than one line. */
  isLong?: boolean;
  /** It closes the ticket. */
  leaves?: boolean;
}
