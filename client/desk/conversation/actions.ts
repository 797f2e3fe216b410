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
import { leading } from '../keys/leading.ts';
import { unseenPlace } from '../mentions/mentioned.ts';
import { rowsIn } from '../queue/list.ts';
import { defaultOf } from '../values.ts';
import { isNarrowed, waitingCount } from '../queue/views.ts';
import { t as deskWords } from '../words.ts';
import { withShortSubject } from './shortened.ts';
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
  /** Announces the result, or that the act waits for the connection; and the ticket that is open now instead. */
  function say(
    done: DoneAct,
    act: Act,
    { subject, text, isFinal = false, leads }: Announcement & { leads?: { to: string | undefined } },
  ) {
    const what = done.isOffline ? waiting('said', { act: actWords(act, state), subject }) : text;
    const next = leads?.to;
    const words = [
      withShortSubject(leads ? withDrafts(what, done.ticketId) : what, subject),
      ...(next === undefined ? [] : [withShortSubject(t('ticket.next', { subject: next }), next)]),
    ];
    const undo = async (hasWritten: boolean) => {
      const from = location.pathname;
      const outcome = await desk.attempt(() => acts.undo(done));
      if (outcome === 'already' || outcome === 'gone') desk.say({ text: deskWords(`undoing.${outcome}`, { subject }) });
      if (outcome === 'undone' && leads && !hasWritten && location.pathname === from) comeBack(done.ticketId);
      return outcome === 'undone';
    };
    desk.say({
      text: words.map(({ text }) => text).join('\n'),
      shown: words.map(({ shown }) => shown).join('\n'),
      ...(!isFinal && {
        undo: (hasWritten) => (leads && !hasWritten ? leading(() => undo(false)) : undo(hasWritten)),
      }),
    });
  }

  /** Says of a ticket that is left that something unsent stays in it. */
  function withDrafts(done: string, ticketId: string): string {
    const [message, note] = ['message', 'note'].map((kind) => hasLocalDraft(`${state.me.id}:${ticketId}:${kind}`));
    if (!message && !note) return done;
    return t(message && note ? 'ticket.kept.both' : message ? 'ticket.kept.message' : 'ticket.kept.note', { done });
  }

  /** Answers false when the act was refused. */
  async function perform(row: TicketRow, act: Act, told: (done: DoneAct, before: string[]) => Announcement) {
    const before = shownIds();
    const done = await attempt(row, act);
    if (!done) return false;
    const said = told(done, before);
    const isLeft = said.leaves === true && place.ticketId() === row.id;
    say(done, act, { ...said, ...(isLeft && { leads: { to: undefined } }) });
    if (!isLeft) return true;
    // The next ticket may have to be loaded, and the undo is used meanwhile.
    const toast = desk.toast();
    const to = await goOn(row.id, before);
    if (to !== undefined && desk.toast() === toast) say(done, act, { ...said, leads: { to } });
    return true;
  }
  const set = async (...all: Parameters<typeof perform>) => void (await perform(...all));
  /** For acts after which another ticket may be open: keys wait for it. */
  const leadOn = (...all: Parameters<typeof perform>) => leading(() => perform(...all));

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
   * Opens the next ticket of the list, or its empty state. In the list of all tickets it only closes the ticket. Returns
   * the subject of the ticket that is open now, if it is another one.
   */
  async function goOn(from: string, before: string[]): Promise<string | undefined> {
    const view = place.view();
    if (view === 'all' && shownIds().includes(from)) {
      place.close();
      return undefined;
    }
    // After the last unseen mention, those that were seen are no work.
    const isWork = (id: string) => view !== 'mentions' || unseenPlace(id, state) >= 0;
    let rest = shownIds().filter((id) => id !== from && isWork(id));
    // More tickets wait than are loaded, so the list must not claim to be empty.
    if (rest.length === 0 && view === 'waiting' && isLive() && waitingCount(state) > 0) {
      const page = await desk.attempt(() =>
        api.tickets({ order: 'waiting', assignee: 'none', active: 'true', ...(isNarrowed(state) && { team: 'mine' }) }),
      );
      store.change((now) => (page?.items ?? []).reduce(applyRow, now));
      rest = shownIds().filter((id) => id !== from);
      if (place.ticketId() !== from) return undefined;
    }
    const next = before.slice(before.indexOf(from) + 1).find((id) => rest.includes(id)) ?? rest[0];
    // The row may be evicted now, so it must not keep the focus.
    const active = document.activeElement;
    if (active instanceof HTMLElement && active.closest('main')) active.blur();
    if (next) place.open(next);
    else place.close();
    queueMicrotask(() => document.querySelector<HTMLElement>('#talk')?.focus());
    return next && state.rows[next]?.subject;
  }

  const mayChangeOthers = () => state.me.rights.others_tickets?.includes('update') ?? false;
  /**
   * A colleague's ticket may be reassigned only by that colleague: then no undo is offered that the server would
   * refuse.
   */
  const mayTakeBack = ({ field, value }: Act) =>
    field !== 'assignee' || value === null || value === state.me.id || mayChangeOthers();
  const shownIds = () => rowsIn(place.view(), place.search(), whole()).map((one) => one.id);

  function setStatus(row: TicketRow, code: string) {
    const { subject } = row;
    const { name, type } = state.lists.statuses.items.find((one) => one.code === code) ?? { name: code, type: 'open' };
    const isResolved = type === 'resolved';
    const leaves = isResolved || type === 'closed' || type === 'cancelled';
    const told = () => {
      const text = isResolved ? t('ticket.resolved', { subject }) : t('ticket.statusSet', { subject, status: name });
      return { subject, text, leaves };
    };
    return (leaves ? leadOn : set)(row, { field: 'status', value: code }, told);
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
    snooze(row: TicketRow, until: number | null) {
      const { subject } = row;
      const leaves = until !== null && place.view() !== 'all';
      const text = until ? t('snooze.done', { subject, time: momentWords(until) }) : t('snooze.woken', { subject });
      return (leaves ? leadOn : set)(row, { field: 'snooze', value: until }, () => ({ subject, text, leaves }));
    },
    setDue(row: TicketRow, dueAt: number | null) {
      const { subject } = row;
      const text = dueAt ? t('due.done', { subject, time: momentWords(dueAt) }) : t('due.removed', { subject });
      return set(row, { field: 'due', value: dueAt }, () => ({ subject, text }));
    },
    /** Closes the ticket too: looking at it would mark it as read. */
    async markUnread(row: TicketRow, seq: number) {
      place.close();
      await attempt(row, { field: 'unread', value: seq });
    },
    escalate(row: TicketRow, escalated: boolean) {
      const { subject } = row;
      const text = t(escalated ? 'ticket.escalated' : 'ticket.calmed', { subject });
      return set(row, { field: 'escalated', value: escalated }, () => ({ subject, text }));
    },
    setPriority(row: TicketRow, code: string) {
      const { subject } = row;
      const priority = state.lists.priorities.items.find((one) => one.code === code)?.name ?? code;
      const text = t('ticket.prioritySet', { subject, priority });
      return set(row, { field: 'priority', value: code }, () => ({ subject, text }));
    },
    setCategory(row: TicketRow, code: string | null) {
      const { subject } = row;
      const category = state.lists.categories.items.find((one) => one.code === code)?.name ?? deskWords('ticket.none');
      const text = t('ticket.categorySet', { subject, category });
      return set(row, { field: 'category', value: code }, () => ({ subject, text }));
    },
    setTeam(row: TicketRow, teamId: string | null) {
      const { id, subject } = row;
      const team = state.lists.teams.items.find((one) => one.id === teamId)?.name;
      const text = team ? t('ticket.teamSet', { subject, team }) : t('ticket.teamUnset', { subject });
      // Of a list of one's own teams it is gone.
      const leaves = (before: string[]) => before.includes(id) && !shownIds().includes(id);
      return leadOn(row, { field: 'team', value: teamId }, (_, before) => ({ subject, text, leaves: leaves(before) }));
    },
    setTags(row: TicketRow, tagIds: string[]) {
      const { subject } = row;
      return set(row, { field: 'tags', value: tagIds }, () => ({ subject, text: t('tags.set', { subject }) }));
    },
    assign(row: TicketRow, assigneeId: string | null) {
      const { subject } = row;
      const act: Act = { field: 'assignee', value: assigneeId };
      const name = state.lists.colleagues.items.find((person) => person.id === assigneeId)?.name;
      const text = name ? t('ticket.assigned', { name, subject }) : t('ticket.unassigned', { subject });
      // A ticket that I took stays open, and an unassigned one stays in the queue.
      const leaves = assigneeId === null ? place.view() === 'mine' : assigneeId !== state.me.id;
      const isFinal = (done: DoneAct) => done.itemId === null && !mayTakeBack(act);
      return (leaves ? leadOn : set)(row, act, (done) => ({ subject, text, isFinal: isFinal(done), leaves }));
    },
  };
}

interface Announcement {
  subject: string;
  text: string;
  /** It cannot be undone. */
  isFinal?: boolean;
  /** It closes the ticket. */
  leaves?: boolean;
}
