import Check from 'lucide-solid/icons/check';
import X from 'lucide-solid/icons/x';
import { createSignal, createUniqueId, For, Show } from 'solid-js';
import type { IdentityReport } from '../../../server/sites/contract.ts';
import { FormProblem } from '../../shared/ui/account-fields.tsx';
import { createForm } from '../../shared/ui/form.ts';
import { siteApi } from './site-api.ts';
import styles from './token-checker.module.css';
import { t } from './words.ts';

export function TokenChecker(props: { siteId: string }) {
  const id = createUniqueId();
  const [report, setReport] = createSignal<IdentityReport | null>(null);
  const form = createForm(({ site = '', token = '' }) => siteApi.check(site, token), setReport);

  return (
    <>
      <h4>{t('identity.check')}</h4>
      <form class={styles.checker} onSubmit={(event) => void form.submit(event)} novalidate>
        <input type="hidden" name="site" value={props.siteId} />
        <div class="field">
          <label for={id}>{t('identity.token')}</label>
          <textarea
            id={id}
            name="token"
            class="input"
            rows={4}
            autocomplete="off"
            spellcheck={false}
            dir="ltr"
            aria-invalid={form.fields()['token'] ? 'true' : undefined}
            aria-describedby={`${id}-hint`}
            onInput={() => setReport(null)}
          />
          <p class="hint" id={`${id}-hint`}>
            {t('identity.checkIntro')}
          </p>
        </div>
        <FormProblem form={form} />
        <button type="submit" class="btn" disabled={form.busy()}>
          {t('identity.checkGo')}
        </button>
      </form>
      <div role="status">
        <Show when={report()}>
          {(now) => (
            <>
              <p>
                <b>{t(now().ok ? 'identity.good' : 'identity.bad')}</b>
              </p>
              <ul class={styles.checks}>
                <For each={now().checks}>
                  {({ check, ok, words }) => (
                    <li classList={{ [styles.wrong ?? '']: !ok }}>
                      <Show when={ok} fallback={<X size={16} stroke-width={2} aria-hidden="true" />}>
                        <Check size={16} stroke-width={2} aria-hidden="true" />
                      </Show>
                      <span class="sr">{t(ok ? 'identity.ok' : 'identity.notOk')}, </span>
                      <code>{check}</code>
                      <span>{words}</span>
                    </li>
                  )}
                </For>
              </ul>
            </>
          )}
        </Show>
      </div>
    </>
  );
}
