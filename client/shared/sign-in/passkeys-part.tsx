import { createSignal, For, onMount, Show } from 'solid-js';
import type { Passkey } from '../../../server/passkeys/contract.ts';
import { problemWords } from '../problems.ts';
import { request } from '../request.ts';
import { addPasskey, hasPasskeys, wasCancelled } from './passkeys.ts';
import { useSession } from '../state/session.ts';
import { fullTime, shortTime } from '../time.ts';
import { showIn } from '../ui/box.ts';
import type { Acting } from './acting.ts';
import styles from './own-ways.module.css';
import { t } from './own-ways-words.ts';

/** One's own passkeys: add, name, remove. */
export function PasskeysPart(props: Acting) {
  const { now } = useSession();
  const [items, setItems] = createSignal<Passkey[]>([]);
  const [problem, setProblem] = createSignal('');

  const load = () =>
    request('GET', '/me/passkeys').then(
      (found) => setItems(found.items),
      () => {},
    );
  onMount(() => void load());

  async function add() {
    setProblem('');
    try {
      await addPasskey();
      props.say(t('passkeys.added'));
    } catch (error) {
      if (error instanceof DOMException && error.name === 'InvalidStateError') setProblem(t('passkeys.known'));
      else setProblem(wasCancelled(error) ? t('passkeys.cancelled') : problemWords(error));
    }
    await load();
  }
  async function rename({ id, name: before }: Passkey, name: string) {
    if (name.trim() === '' || name === before) return;
    await props.attempt(() => request('PATCH', `/me/passkeys/${id}`, { name }));
    await load();
  }
  async function remove({ id, name }: Passkey) {
    const done = await props.attempt(async () => (await request('DELETE', `/me/passkeys/${id}`), true));
    if (done) props.say(t('passkeys.removed', { name }));
    await load();
  }

  return (
    <section aria-labelledby="passkeys">
      <h3 id="passkeys">{t('passkeys.title')}</h3>
      <p>{t('passkeys.intro')}</p>
      <Show when={items().length > 0}>
        <ul class={styles.passkeys}>
          <For each={items()}>
            {(one) => (
              <li>
                <input
                  class="input"
                  ref={(input) => showIn(input, () => one.name)}
                  maxlength="60"
                  aria-label={t('passkeys.name', { name: one.name })}
                  onChange={(event) => void rename(one, event.currentTarget.value)}
                />
                <span title={fullTime(one.usedAt ?? one.createdAt)}>
                  {one.usedAt
                    ? t('passkeys.used', { time: shortTime(one.usedAt, now()) })
                    : t('passkeys.made', { time: shortTime(one.createdAt, now()) })}
                </span>
                <button
                  type="button"
                  class="btn bare"
                  aria-label={t('passkeys.removeOf', { name: one.name })}
                  onClick={() => void remove(one)}
                >
                  {t('passkeys.remove')}
                </button>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <Show when={problem()}>
        <p class="problem" role="alert">
          {problem()}
        </p>
      </Show>
      <Show when={hasPasskeys()} fallback={<p>{t('passkeys.unable')}</p>}>
        <button type="button" class="btn" onClick={() => void add()}>
          {t('passkeys.add')}
        </button>
      </Show>
    </section>
  );
}
