import { createSignal, For, onMount, Show } from 'solid-js';
import type { ProviderSettings, WaysOfPeople } from '../../../server/oidc/contract.ts';
import type { EditSignIn, SignInSettings } from '../../../server/sign-in/contract.ts';
import { request } from '../../shared/request.ts';
import { useState } from '../../shared/state/session.ts';
import { useDesk } from '../desk.ts';
import { roleName } from '../people/words.ts';
import column from '../settings/column.module.css';
import { ProviderPart } from './provider-part.tsx';
import { t as providerWords } from './provider-words.ts';
import { RemovePart } from './remove-part.tsx';
import styles from './sign-in-page.module.css';
import { TestPart } from './test-part.tsx';
import { t } from './words.ts';

/** How people sign in here, for admins. */
export function SignInSettingsPage() {
  const state = useState();
  const desk = useDesk();
  const [settings, setSettings] = createSignal<SignInSettings>();
  const [oidc, setOidc] = createSignal<ProviderSettings>();
  const [people, setPeople] = createSignal<WaysOfPeople>();
  const [failed, setFailed] = createSignal(false);
  const mayChange = () => state.me.rights.settings?.includes('update') ?? false;
  const roles = () => state.lists.roles.items.filter(({ kind }) => kind === 'staff');

  const load = () =>
    Promise.all([request('GET', '/sign-in'), request('GET', '/sign-in/provider')]).then(
      ([found, provider]) => {
        setSettings(found);
        setOidc(provider);
        setFailed(false);
      },
      () => setFailed(true),
    );
  // Who may see the settings may not see who the people are.
  const count = () => void request('GET', '/sign-in/people').then(setPeople, () => {});
  onMount(() => {
    void load();
    count();
  });

  async function edit(change: EditSignIn, text: string) {
    const before = settings();
    if (!before) return;
    const after = await desk.attempt(() => request('PATCH', '/sign-in', change));
    // After a refusal the box shows the stored value again.
    setSettings(after ?? { ...before });
    if (after) desk.say({ text });
  }
  function need(code: string, isNeeded: boolean) {
    const others = settings()?.secondStepRoles.filter((one) => one !== code) ?? [];
    const secondStepRoles = isNeeded ? [...others, code] : others;
    void edit({ secondStepRoles }, t(isNeeded ? 'second.on' : 'second.off', { role: roleName(state, code) }));
  }
  const passwords = (isOn: boolean) => void edit({ passwords: isOn }, t(isOn ? 'ways.on' : 'ways.off'));

  return (
    <main id="talk" class={`${column.column} ${styles.page}`}>
      <h2>{t('title')}</h2>
      <p>
        {t('intro')}{' '}
        <Show when={oidc()?.provider && people()}>
          {(all) =>
            t('counts', {
              all: all().people,
              connected: all().connected,
              passkeys: all().passkeys,
              second: all().secondStep,
            })
          }
        </Show>
      </p>
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
          <>
            <section aria-labelledby="ways">
              <h3 id="ways">{t('ways.title')}</h3>
              <p>{t('ways.intro')}</p>
              <ul class={styles.ways}>
                <li>
                  <b>{oidc()?.provider?.label ?? t('ways.provider')}</b>
                  <p>{oidc()?.provider?.isOn ? t('ways.providerOn') : t('ways.providerOff')}</p>
                </li>
                <li>
                  <b>{t('ways.passkeys')}</b>
                  <p>{t('ways.passkeysMore')}</p>
                </li>
                <li>
                  <label>
                    <input
                      type="checkbox"
                      class="check"
                      checked={now().passwords}
                      disabled={!mayChange()}
                      aria-describedby="passwords-more"
                      onChange={(event) => passwords(event.currentTarget.checked)}
                    />
                    <b>{t('ways.passwords')}</b>
                  </label>
                  <p id="passwords-more">
                    {t('ways.passwordsMore')}{' '}
                    <Show when={oidc()?.provider?.isOn && people()?.passwordOnly.length}>
                      {t('ways.only', { names: (people()?.passwordOnly ?? []).map(({ name }) => name).join(', ') })}
                    </Show>
                  </p>
                </li>
              </ul>
            </section>
            <section aria-labelledby="who-needs">
              <h3 id="who-needs">{t('second.title')}</h3>
              <p>{t('second.intro')}</p>
              <ul>
                <For each={roles()}>
                  {({ code }) => (
                    <li>
                      <label>
                        <input
                          type="checkbox"
                          class="check"
                          checked={now().secondStepRoles.includes(code)}
                          disabled={!mayChange()}
                          onChange={(event) => need(code, event.currentTarget.checked)}
                        />
                        {roleName(state, code)}
                      </label>
                    </li>
                  )}
                </For>
              </ul>
            </section>
          </>
        )}
      </Show>
      <Show when={mayChange() && oidc()}>
        {(found) => (
          <>
            <Show when={found().provider}>{(provider) => <TestPart groupClaim={provider().groupClaim} />}</Show>
            <section aria-labelledby="which-provider">
              <h3 id="which-provider">{providerWords('title')}</h3>
              <p>{providerWords('intro')}</p>
              <ProviderPart settings={found()} put={setOidc} />
              <Show when={found().provider}>
                {(provider) => <RemovePart label={provider().label} done={() => void load()} />}
              </Show>
            </section>
          </>
        )}
      </Show>
    </main>
  );
}
