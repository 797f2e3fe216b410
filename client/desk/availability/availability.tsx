import CornerUpLeft from 'lucide-solid/icons/corner-up-left';
import { Show } from 'solid-js';
import type { Availability as IsThere } from '../../../server/people/contract.ts';
import type { TicketRow } from '../../../server/tickets/contract.ts';
import { api } from '../../shared/api.ts';
import { request } from '../../shared/request.ts';
import { useSession, useState } from '../../shared/state/session.ts';
import { applyRow } from '../../shared/state/timeline.ts';
import { useCommands } from '../commands.ts';
import { useDesk } from '../desk.ts';
import { rowsOf } from '../queue/views.ts';
import { useIsAway } from './is-away.ts';
import { t } from './words.ts';

/** The menu items to switch between away and available, and to return unanswered tickets to the queue. */
export function Availability(props: { close: () => void }) {
  const state = useState();
  const { store } = useSession();
  const desk = useDesk();
  const isAway = useIsAway();
  const unanswered = () =>
    rowsOf('mine', state).filter((row) => row.waitingSince !== null && row.lastMessage.author.id !== state.me.id);
  const keep = (rows: TicketRow[]) => store.change((now) => rows.reduce(applyRow, now));

  async function go(availability: IsThere) {
    if (!(await desk.attempt(() => request('PATCH', '/me', { availability })))) return;
    if (availability === 'available' || unanswered().length === 0) props.close();
    const back = availability === 'away' ? 'available' : 'away';
    desk.say({ text: t(availability), undo: () => go(back) });
  }

  useCommands({ away: () => void go(isAway() ? 'available' : 'away') });

  async function handBack() {
    props.close();
    const answer = await desk.attempt(() => request('POST', '/queue/release', {}));
    if (!answer || answer.items.length === 0) return;
    keep(answer.items);
    const n = answer.items.length;
    const text = n === 1 ? t('handedBack.one') : t('handedBack.many', { n });
    desk.say({ text, undo: () => takeAgain(answer.items.map(({ id }) => id)) });
  }

  /** One at a time: a ticket that somebody else took is reported, and the rest still come back. */
  async function takeAgain(ids: string[]) {
    let isWhole = true;
    for (const id of ids) {
      const row = await desk.attempt(() => api.setAssignee(id, state.me.id));
      if (row) keep([row]);
      else isWhole = false;
    }
    return isWhole;
  }

  return (
    <>
      <button type="button" onClick={() => void go(isAway() ? 'available' : 'away')}>
        <span class="here" classList={{ away: !isAway() }} aria-hidden="true" />
        {isAway() ? t('comeBack') : t('goAway')}
      </button>
      <Show when={isAway() && unanswered().length > 0}>
        <button type="button" onClick={() => void handBack()}>
          <CornerUpLeft size={16} stroke-width={1.75} aria-hidden="true" />
          {t('handBack', { n: unanswered().length })}
        </button>
      </Show>
    </>
  );
}
