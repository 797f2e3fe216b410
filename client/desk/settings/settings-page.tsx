import { Navigate } from '@solidjs/router';
import { createSignal, onMount, Show } from 'solid-js';
import type { Settings } from '../../../server/settings/contract.ts';
import { api } from '../../shared/api.ts';
import { useState } from '../../shared/session.ts';
import { useDesk } from '../desk.ts';
import { t } from '../words.ts';
import styles from './settings-page.module.css';

export function SettingsPage() {
  const state = useState();
  return (
    <Show when={state.me.rights.settings?.includes('view')} fallback={<Navigate href="/waiting" />}>
      <Choices />
    </Show>
  );
}

function Choices() {
  const state = useState();
  const desk = useDesk();
  const [settings, setSettings] = createSignal<Settings>();
  const mayChange = () => state.me.rights.settings?.includes('update') ?? false;
  const there = () => state.colleagues.filter(({ availability }) => availability === 'available').length;

  async function load() {
    const found = await desk.attempt(() => api.settings());
    if (found) setSettings(found);
  }
  onMount(() => void load());

  async function edit(change: Partial<Settings>) {
    const before = settings();
    const after = await desk.attempt(() => api.editSettings(change));
    // Refused: the switch shows again what is stored.
    setSettings(after ?? (before && { ...before }));
    if (!after || !before) return;
    const text = t(after.autoAssign ? 'settings.autoAssign.isOn' : 'settings.autoAssign.isOff');
    desk.say({ text, undo: () => void edit({ autoAssign: before.autoAssign }) });
  }

  return (
    <main id="talk" class={styles.page}>
      <h2>{t('settings.title')}</h2>
      <p>{t('settings.intro')}</p>
      <section aria-labelledby="who-gets">
        <h3 id="who-gets">{t('settings.autoAssign.title')}</h3>
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
                <b>{t('settings.autoAssign.label')}</b>
                <span id="who-gets-more">{t('settings.autoAssign.hint')}</span>
              </span>
            </label>
          )}
        </Show>
        <p class={styles.now}>{t('settings.autoAssign.there', { n: there(), all: state.colleagues.length })}</p>
      </section>
    </main>
  );
}
