import { For, Show } from 'solid-js';
import type { PersonExport } from '../../../server/person-exports/contract.ts';
import { useState } from '../../shared/state/session.ts';
import { fullTime, momentWords } from '../../shared/time.ts';
import { useDesk } from '../desk.ts';
import part from '../settings/part.module.css';
import { Loaded } from './loaded.tsx';
import { download, privacyApi } from './privacy-api.ts';
import styles from './privacy.module.css';
import { t } from './words.ts';

/** For those who may ask for the data of others. */
export function ExportsPart() {
  const state = useState();
  return (
    <Show when={state.me.rights.people?.includes('update')}>
      <section class={`${part.part} ${part.last}`} aria-labelledby="exports">
        <h3 id="exports">{t('exports.title')}</h3>
        <p>{t('exports.intro')}</p>
        <Loaded load={privacyApi.exports}>
          {(found) => (
            <Show when={found().items.length > 0} fallback={<p class="quiet">{t('exports.none')}</p>}>
              <ul class={styles.list}>
                <For each={found().items}>{(one) => <Item one={one} isMine={one.by.id === state.me.id} />}</For>
              </ul>
            </Show>
          )}
        </Loaded>
      </section>
    </Show>
  );
}

function Item(props: { one: PersonExport; isMine: boolean }) {
  const desk = useDesk();
  const who = () => {
    const { own, person, by } = props.one;
    return own ? t('exports.own', { name: person.name }) : t('exports.by', { name: person.name, by: by.name });
  };
  async function take() {
    const { id } = props.one;
    await desk.attempt(() => download(id));
  }
  return (
    <li>
      <span>
        <b dir="auto">{who()}</b>
        <small>
          <Show when={props.one.notes}>{t('exports.withNotes')}, </Show>
          <time datetime={new Date(props.one.expiresAt).toISOString()} title={fullTime(props.one.expiresAt)}>
            {t('exports.until', { time: momentWords(props.one.expiresAt) })}
          </time>
        </small>
      </span>
      <Show when={props.isMine}>
        <button
          type="button"
          class="btn"
          aria-label={t('exports.downloadOf', { name: props.one.person.name })}
          onClick={() => void take()}
        >
          {t('exports.download')}
        </button>
      </Show>
    </li>
  );
}
