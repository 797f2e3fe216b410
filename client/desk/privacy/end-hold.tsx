import { Show } from 'solid-js';
import type { Hold } from '../../../server/holds/contract.ts';
import { useState } from '../../shared/state/session.ts';
import { useDesk } from '../desk.ts';
import { privacyApi } from './privacy-api.ts';
import { t } from './words.ts';

/** "Ticket 1001", or "Everything of Jonas". */
export const whatOf = ({ ticket, person }: Hold) =>
  ticket ? t('holds.ticket', { number: ticket.number }) : t('holds.person', { name: person?.name ?? '' });

/** The button that ends a hold, for those who may. */
export function EndHold(props: { hold: Hold; ended: () => void }) {
  const desk = useDesk();
  const state = useState();
  const mayEnd = () => state.me.rights.settings?.includes('update') ?? false;
  async function end() {
    const { ticket, person } = props.hold;
    const done = await desk.attempt(async () => {
      if (ticket) await privacyApi.endHold('tickets', ticket.id);
      else if (person) await privacyApi.endHold('users', person.id);
      return true;
    });
    if (!done) return;
    desk.say({ text: t('holds.ended') });
    props.ended();
  }
  return (
    <Show when={mayEnd()}>
      <button
        type="button"
        class="btn"
        aria-label={t('holds.endOf', { what: whatOf(props.hold) })}
        onClick={() => void end()}
      >
        {t('holds.end')}
      </button>
    </Show>
  );
}
