/** Acts on many tickets, and their undo, in one request. Acts that cannot go at once wait in the outbox. */
import type { ACTS_MOST, Performed } from '../../../server/acts/contract.ts';
import type { TicketRow } from '../../../server/tickets/contract.ts';
import type { Act } from '../../shared/outbox/act.ts';
import { ApiError, Offline, request } from '../../shared/request.ts';
import { useSession, useState } from '../../shared/state/session.ts';
import { applyRow } from '../../shared/state/timeline.ts';
import { inverse } from './inverse.ts';
import { type DoneAct, isBack, isNoAnswer, isSo, useActs } from './acts.ts';

/** The contract's value; a browser takes only types from it. */
const MOST: typeof ACTS_MOST = 1_000;

interface Sent {
  ticketId: string;
  seen: number;
  act: Act;
}
/** Null: the outcome is unknown. */
type Answer = Pick<Performed['results'][number], 'row' | 'error'> | null;

export function useManyActs() {
  const session = useSession();
  const state = useState();
  const acts = useActs();

  async function send(sent: Sent[]): Promise<Answer[]> {
    const answers: Answer[] = [];
    for (let from = 0; from < sent.length; from += MOST) {
      const part = sent.slice(from, from + MOST);
      answers.push(...(await sendPart(part)));
    }
    return answers;
  }

  async function sendPart(part: Sent[]): Promise<Answer[]> {
    try {
      const body = { acts: part.map(({ ticketId, seen, act }) => ({ ticketId, seen, ...act })) };
      const { results } = await request('POST', '/acts', body);
      session.store.change((now) => results.reduce((then, { row }) => (row ? applyRow(then, row) : then), now));
      return results;
    } catch (error) {
      if (isNoAnswer(error)) return part.map(() => null);
      if (!(error instanceof ApiError)) throw error;
      const { code, message } = error;
      return part.map(() => ({ row: null, error: { code, message } }));
    }
  }

  return {
    /** Returns the acts that were done or wait, and why the first refused act was refused. */
    async run(rows: TicketRow[], actOf: (row: TicketRow) => Act): Promise<{ done: DoneAct[]; problem: string | null }> {
      const now = rows.filter(({ id }) => acts.mayGoNow(id));
      const sent = now.map((row) => {
        const act = actOf(row);
        return { ticketId: row.id, seen: acts.seenOf(row.id), act, back: inverse(row, act) };
      });
      const { done, problem } = await each(
        rows.filter((row) => !now.includes(row)),
        (row) => acts.run(row, actOf(row)),
      );
      const answers = await send(sent);
      let refused = problem;
      for (const [at, { ticketId, act, seen, back }] of sent.entries()) {
        const answer = answers[at];
        if (answer?.error) refused ??= answer.error.message;
        else if (answer?.row) done.push({ ticketId, back, itemId: null, isOffline: false, seen: answer.row.version });
        else
          done.push({ ticketId, back, itemId: acts.wait(ticketId, act, { seen, tried: true }), isOffline: true, seen });
      }
      return { done, problem: refused };
    },

    /** Returns how many acts were not undone, and why the first of them was not. */
    async undo(all: DoneAct[]): Promise<{ refused: number; problem: string | null }> {
      const mayGoNow = ({ ticketId, itemId }: DoneAct) =>
        itemId === null && state.rows[ticketId] !== undefined && acts.mayGoNow(ticketId);
      const now = all.filter(mayGoNow);
      const sent = now.flatMap(backOf);
      const rest = all.filter((one) => !now.includes(one));
      const { done, problem } = await each(rest, (one) => acts.undo(one));
      const answers = await send(sent);
      const refused = new Map<string, string>();
      for (const [at, { ticketId, act, seen }] of sent.entries()) {
        const answer = answers[at];
        if (answer?.error) refused.set(ticketId, answer.error.message);
        else if (!answer) acts.wait(ticketId, act, { seen, tried: true });
      }
      const [first = null] = refused.values();
      return { refused: rest.length - done.length + refused.size, problem: problem ?? first };
    },
  };

  /**
   * The acts that undo; none if the ticket is as it was before. A status behind an assignee is always sent, because
   * assigning changes it.
   */
  function backOf({ ticketId, back, seen }: DoneAct): Sent[] {
    const row = state.rows[ticketId];
    if (!row || back.every((act) => isBack(row, act))) return [];
    return back
      .filter((act, at) => !isSo(row, act) || (act.field === 'status' && at > 0))
      .map((act) => ({ ticketId, act, seen }));
  }
}

async function each<T, D>(all: T[], work: (one: T) => Promise<D>) {
  const done: D[] = [];
  let problem: string | null = null;
  for (const one of all) {
    try {
      done.push(await work(one));
    } catch (error) {
      if (!(error instanceof ApiError || error instanceof Offline)) throw error;
      problem ??= error.message;
    }
  }
  return { done, problem };
}
