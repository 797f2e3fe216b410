import { For, Show } from 'solid-js';
import type { Hold } from '../../../server/holds/contract.ts';
import { useState } from '../../shared/state/session.ts';
import { fullTime, momentWords } from '../../shared/time.ts';
import { useDesk } from '../desk.ts';
import { Link } from '../link.tsx';
import part from '../settings/part.module.css';
import { Loaded } from './loaded.tsx';
import { privacyApi } from './privacy-api.ts';
import styles from './privacy.module.css';
import { t } from './words.ts';

export function HoldsPart() {
  return (
    <section class={part.part} aria-labelledby="holds">
      <h3 id="holds">{t('holds.title')}</h3>
      <p>{t('holds.intro')}</p>
      <Loaded load={privacyApi.holds}>
        {(found, again) => (
          <Show when={found().items.length > 0} fallback={<p class="quiet">{t('holds.none')}</p>}>
            <ul class={styles.list}>
              <For each={found().items}>{(hold) => <Item hold={hold} ended={() => void again()} />}</For>
            </ul>
            <Show when={!found().complete}>
              <p class="quiet">{t('holds.more')}</p>
            </Show>
          </Show>
        )}
      </Loaded>
    </section>
  );
}

const whatOf = ({ ticket, person }: Hold) =>
  ticket ? t('holds.ticket', { number: ticket.number }) : t('holds.person', { name: person?.name ?? '' });

function Item(props: { hold: Hold; ended: () => void }) {
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
    <li>
      <span>
        <b dir="auto">
          <Show when={props.hold.ticket} fallback={whatOf(props.hold)}>
            {(ticket) => (
              <>
                <Link href={`/all/${ticket().id}`}>{whatOf(props.hold)}</Link> {ticket().subject}
              </>
            )}
          </Show>
        </b>
        <span dir="auto">{props.hold.reason}</span>
        <small title={fullTime(props.hold.createdAt)}>
          {t('holds.by', { name: props.hold.by.name, time: momentWords(props.hold.createdAt) })}
        </small>
      </span>
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
    </li>
  );
}
