import { For, Show } from 'solid-js';
import type { Hold } from '../../../server/holds/contract.ts';
import { fullTime, momentWords } from '../../shared/time.ts';
import { Link } from '../link.tsx';
import part from '../settings/part.module.css';
import { EndHold, whatOf } from './end-hold.tsx';
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

function Item(props: { hold: Hold; ended: () => void }) {
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
      <EndHold hold={props.hold} ended={props.ended} />
    </li>
  );
}
