import { createSignal, For, onMount, Show } from 'solid-js';
import type { ApiToken } from '../../../server/tokens/contract.ts';
import { problemWords } from '../../shared/problems.ts';
import { useState } from '../../shared/state/session.ts';
import { useDesk } from '../desk.ts';
import column from '../settings/column.module.css';
import { CopyText } from '../sites/copy-text.tsx';
import { CreateToken } from './create-token.tsx';
import { EndToken } from './end-token.tsx';
import { TokenRow } from './token-row.tsx';
import { tokensApi } from './tokens-api.ts';
import styles from './tokens-page.module.css';
import { t } from './words.ts';

interface Made {
  token: ApiToken;
  secret: string;
  isRotated: boolean;
}

export function TokensPage() {
  const state = useState();
  const desk = useDesk();
  const [tokens, setTokens] = createSignal<ApiToken[] | null>(null);
  const [failed, setFailed] = createSignal(false);
  const [made, setMade] = createSignal<Made | null>(null);
  const [creating, setCreating] = createSignal(false);
  const [ending, setEnding] = createSignal<ApiToken | null>(null);
  const seesAll = () => state.me.rights.settings?.includes('view') ?? false;

  async function load() {
    setFailed(false);
    await (seesAll() ? tokensApi.all() : tokensApi.own()).then(
      ({ items }) => setTokens(items),
      () => setFailed(true),
    );
  }
  onMount(() => void load());

  function show(one: { token: ApiToken; secret: string }, isRotated: boolean) {
    setCreating(false);
    setMade({ ...one, isRotated });
    void load();
  }
  const attempt = (act: Promise<unknown>) => act.catch((error: unknown) => desk.say({ text: problemWords(error) }));

  return (
    <main id="talk" class={column.column}>
      <h2>{t('title')}</h2>
      <p>
        {t('intro')} <a href="/api/docs">{t('api')}</a>.
      </p>
      <Show when={made()}>
        {(one) => (
          <section
            class={styles.made}
            role="status"
            tabindex="-1"
            // The form that had the focus is gone.
            ref={(section) => queueMicrotask(() => section.focus())}
          >
            <h3>{t('made.title', { name: one().token.name })}</h3>
            <CopyText label={t('made.label')} text={one().secret} wraps />
            <p>
              {t('made.once')} {one().isRotated ? t('made.overlap') : ''}
            </p>
            <button type="button" class="btn" onClick={() => setMade(null)}>
              {t('made.done')}
            </button>
          </section>
        )}
      </Show>
      <header class={styles.head}>
        <h3>{t('which')}</h3>
        <Show when={!creating()}>
          <button type="button" class="btn" onClick={() => setCreating(true)}>
            {t('create.open')}
          </button>
        </Show>
      </header>
      <Show when={creating()}>
        <CreateToken done={(one) => show(one, false)} close={() => setCreating(false)} />
      </Show>
      <Show when={failed()}>
        <p class={styles.failed} role="alert">
          {t('failed')}
          <button type="button" class="btn" onClick={() => void load()}>
            {t('again')}
          </button>
        </p>
      </Show>
      <Show when={tokens()}>
        {(all) => (
          <Show when={all().length > 0} fallback={<p class={styles.failed}>{t('none')}</p>}>
            <table class={styles.tokens}>
              <thead>
                <tr>
                  <th scope="col">{t('heads.name')}</th>
                  <th scope="col">{t('heads.may')}</th>
                  <th scope="col">{t('heads.used')}</th>
                  <th scope="col">{t('heads.ends')}</th>
                  <td />
                </tr>
              </thead>
              <tbody>
                <For each={all()}>
                  {(token) => (
                    <TokenRow
                      token={token}
                      rotate={() => void attempt(tokensApi.rotate(token).then((one) => show(one, true)))}
                      endOld={() =>
                        void attempt(
                          tokensApi.endPrevious(token).then(() => {
                            desk.say({ text: t('sure.oldDone', { name: token.name }) });
                            return load();
                          }),
                        )
                      }
                      end={() => setEnding(token)}
                    />
                  )}
                </For>
              </tbody>
            </table>
          </Show>
        )}
      </Show>
      <Show when={ending()} keyed>
        {(token) => (
          <EndToken
            token={token}
            close={() => setEnding(null)}
            done={() => {
              if (made()?.token.id === token.id) setMade(null);
              desk.say({ text: t('sure.done', { name: token.name }) });
              void load();
            }}
          />
        )}
      </Show>
    </main>
  );
}
