import { createSignal, onMount, Show } from 'solid-js';
import type { Settings } from '../../../server/settings/contract.ts';
import { request } from '../../shared/request.ts';
import { useState } from '../../shared/state/session.ts';
import { useDesk } from '../desk.ts';
import column from './column.module.css';
import styles from './assignment-page.module.css';
import { t } from './assignment-words.ts';

export function AssignmentPage() {
  const state = useState();
  const desk = useDesk();
  const [settings, setSettings] = createSignal<Settings>();
  const mayChange = () => state.me.rights.settings?.includes('update') ?? false;
  const there = () => state.lists.colleagues.items.filter(({ availability }) => availability === 'available').length;

  async function load() {
    const found = await desk.attempt(() => request('GET', '/settings'));
    if (found) setSettings(found);
  }
  onMount(() => void load());

  async function edit(change: Partial<Settings>) {
    const before = settings();
    const after = await desk.attempt(() => request('PATCH', '/settings', change));
    // After a refusal the switch shows the stored value again.
    setSettings(after ?? (before && { ...before }));
    if (!after || !before) return;
    const text = t(after.autoAssign ? 'autoAssign.isOn' : 'autoAssign.isOff');
    desk.say({ text, undo: () => edit({ autoAssign: before.autoAssign }) });
  }

  return (
    <main id="talk" class={`${column.column} ${styles.page}`}>
      <h2>{t('title')}</h2>
      <p>{t('intro')}</p>
      <section>
        <Show when={settings()}>
          {(now) => (
            <label class={styles.choice}>
              <input
                type="checkbox"
                class="check"
                checked={now().autoAssign}
                disabled={!mayChange()}
                aria-describedby="who-gets-more"
                onChange={(event) => void edit({ autoAssign: event.currentTarget.checked })}
              />
              <span>
                <b>{t('autoAssign.label')}</b>
                <span id="who-gets-more">{t('autoAssign.hint')}</span>
              </span>
            </label>
          )}
        </Show>
        <p class={styles.now}>{t('autoAssign.there', { n: there(), all: state.lists.colleagues.items.length })}</p>
      </section>
    </main>
  );
}
