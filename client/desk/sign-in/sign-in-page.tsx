import { createSignal, For, onMount, Show } from 'solid-js';
import type { SignInSettings } from '../../../server/sign-in/contract.ts';
import { request } from '../../shared/request.ts';
import { useState } from '../../shared/state/session.ts';
import { useDesk } from '../desk.ts';
import column from '../settings/column.module.css';
import styles from './sign-in-page.module.css';
import { t } from './words.ts';

interface Role {
  code: string;
  name: string;
  kind: string;
}

/** How people sign in here, for admins. */
export function SignInSettingsPage() {
  const state = useState();
  const desk = useDesk();
  const [settings, setSettings] = createSignal<SignInSettings>();
  const [roles, setRoles] = createSignal<Role[]>([]);
  const [failed, setFailed] = createSignal(false);
  const mayChange = () => state.me.rights.settings?.includes('update') ?? false;

  const load = () =>
    Promise.all([request('GET', '/sign-in'), request('GET', '/roles')]).then(
      ([found, { items }]) => {
        setSettings(found);
        setRoles(items.filter(({ kind }) => kind === 'staff'));
        setFailed(false);
      },
      () => setFailed(true),
    );
  onMount(() => void load());

  async function need({ code, name }: Role, isNeeded: boolean) {
    const before = settings();
    if (!before) return;
    const others = before.secondStepRoles.filter((one) => one !== code);
    const after = await desk.attempt(() =>
      request('PATCH', '/sign-in', { secondStepRoles: isNeeded ? [...others, code] : others }),
    );
    // After a refusal the box shows the stored value again.
    setSettings(after ?? { ...before });
    if (after) desk.say({ text: t(isNeeded ? 'second.on' : 'second.off', { role: name }) });
  }

  return (
    <main id="talk" class={`${column.column} ${styles.page}`}>
      <h2>{t('title')}</h2>
      <p>{t('intro')}</p>
      <Show when={failed()}>
        <p class="problem" role="alert">
          {t('failed')}{' '}
          <button type="button" class="btn" onClick={() => void load()}>
            {t('again')}
          </button>
        </p>
      </Show>
      <Show when={settings()}>
        {(now) => (
          <section aria-labelledby="who-needs">
            <h3 id="who-needs">{t('second.title')}</h3>
            <p>{t('second.intro')}</p>
            <ul>
              <For each={roles()}>
                {(role) => (
                  <li>
                    <label>
                      <input
                        type="checkbox"
                        class="check"
                        checked={now().secondStepRoles.includes(role.code)}
                        disabled={!mayChange()}
                        onChange={(event) => void need(role, event.currentTarget.checked)}
                      />
                      {role.name}
                    </label>
                  </li>
                )}
              </For>
            </ul>
          </section>
        )}
      </Show>
    </main>
  );
}
