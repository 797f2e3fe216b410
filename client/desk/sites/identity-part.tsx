import { createSignal, For, Show } from 'solid-js';
import type { Site } from '../../../server/sites/contract.ts';
import { useDesk } from '../desk.ts';
import { shared } from '../words.ts';
import { CopyText } from './copy-text.tsx';
import { exampleIn, type Language, LANGUAGE_NAMES, LANGUAGES } from './examples.ts';
import { siteApi } from './site-api.ts';
import styles from './identity-part.module.css';
import part from '../settings/part.module.css';
import { TokenChecker } from './token-checker.tsx';
import { t } from './words.ts';

const ON_PAGE = `answerback('identify', token);

// When they sign out:
answerback('logout');`;
/** Queues calls made before the loader runs. */
const STUB = `window.answerback ??= (...call) => (answerback.q ??= []).push(call);\n`;

export function IdentityPart(props: { site: Site; mayChange: boolean; put: (site: Site) => void }) {
  const desk = useDesk();
  const [secret, setSecret] = createSignal<string | null>(null);
  const [asking, setAsking] = createSignal<'renew' | 'off' | null>(null);
  const [language, setLanguage] = createSignal<Language>('node');

  async function make() {
    setAsking(null);
    const { id } = props.site;
    const made = await desk.attempt(() => siteApi.makeSecret(id));
    if (!made) return;
    setSecret(made.secret);
    props.put({ ...props.site, hasIdentitySecret: true });
  }
  async function drop() {
    setAsking(null);
    const { id } = props.site;
    if ((await desk.attempt(async () => (await siteApi.dropSecret(id), true))) === null) return;
    setSecret(null);
    props.put({ ...props.site, hasIdentitySecret: false });
    desk.say({ text: t('identity.offDone') });
  }

  return (
    <section class={part.part} aria-labelledby="identity">
      <h3 id="identity">{t('identity.title')}</h3>
      <p>{t('identity.intro')}</p>
      <p class={part.row}>
        <b>{t(props.site.hasIdentitySecret ? 'identity.isOn' : 'identity.isOff')}</b>
        <Show when={props.mayChange && asking() === null}>
          <Show
            when={props.site.hasIdentitySecret}
            fallback={
              <button type="button" class="btn" onClick={() => void make()}>
                {t('identity.make')}
              </button>
            }
          >
            <button type="button" class="btn" onClick={() => setAsking('renew')}>
              {t('identity.renew')}
            </button>
            <button type="button" class="btn bare" onClick={() => setAsking('off')}>
              {t('identity.off')}
            </button>
          </Show>
        </Show>
      </p>
      <Show when={asking()}>
        {(what) => (
          <p class={part.row} role="alert">
            <span>{t(`identity.${what()}Ask`)}</span>
            <button type="button" class="btn bare" onClick={() => setAsking(null)}>
              {shared('cancel')}
            </button>
            <button
              type="button"
              class="btn danger"
              ref={(button) => queueMicrotask(() => button.focus())}
              onClick={() => void (what() === 'renew' ? make() : drop())}
            >
              {t(`identity.${what()}Go`)}
            </button>
          </p>
        )}
      </Show>
      <Show when={secret()}>
        {(text) => (
          <div class={styles.once}>
            <CopyText label={t('identity.secret')} text={text()} wraps />
            <p>{t('identity.once')}</p>
          </div>
        )}
      </Show>
      <Show when={props.site.hasIdentitySecret}>
        <h4>{t('identity.how')}</h4>
        <p>{t('identity.howIntro')}</p>
        <div class={styles.languages} role="group" aria-label={t('identity.languages')}>
          <For each={LANGUAGES}>
            {(one) => (
              <button type="button" class="btn bare" aria-pressed={language() === one} onClick={() => setLanguage(one)}>
                {LANGUAGE_NAMES[one]}
              </button>
            )}
          </For>
        </div>
        <CopyText
          label={t('identity.example', { language: LANGUAGE_NAMES[language()] })}
          text={exampleIn(language(), props.site.key)}
        />
        <h4>{t('identity.page')}</h4>
        <CopyText label={t('identity.pageIntro')} text={STUB + ON_PAGE} />
        <TokenChecker siteId={props.site.id} />
      </Show>
    </section>
  );
}
