import { createSignal, onCleanup, onMount, Show } from 'solid-js';
import { render } from 'solid-js/web';
import { type ApiError, proving, request } from '../request.ts';
import { useState } from '../state/session.ts';
import { FormProblem, PasswordField, UsernameForKeepers } from '../ui/account-fields.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { createForm } from '../ui/form.ts';
import { t as shared } from '../words.ts';
import { type Answer, PasskeyButton } from './passkey-button.tsx';
import { CodeField } from './second-step.tsx';
import styles from './second-step.module.css';
import { t } from './words.ts';

/**
 * While it is mounted, a call that the server refuses with `recent_sign_in` asks who is there, and is then repeated. The
 * question stands inside the open dialog, if there is one: the browser closes a popover when one outside of it opens.
 */
export function ProveAgain() {
  const state = useState();
  let end: ((isProved: boolean) => void) | null = null;

  const ask = ({ details }: ApiError) =>
    new Promise<boolean>((answer) => {
      end?.(false);
      const place = document.createElement('div');
      (document.querySelector('[data-part="dialog"]:popover-open') ?? document.body).append(place);
      const ways = Array.isArray(details['ways']) ? details['ways'].map(String) : [];
      const settle = (isProved: boolean) => {
        if (end !== settle) return;
        end = null;
        answer(isProved);
        // After the event that closed it.
        setTimeout(() => {
          remove();
          place.remove();
        });
      };
      end = settle;
      // Not Solid's Portal: both shells would load it. Keys pressed here are none of the dialog outside.
      const remove = render(
        () => (
          <div onKeyDown={(event) => event.stopPropagation()}>
            <Dialog labelledby="prove-title" close={() => settle(false)}>
              <ProofForm
                email={state.me.email ?? ''}
                ways={ways}
                done={() => settle(true)}
                close={() => settle(false)}
              />
            </Dialog>
          </div>
        ),
        place,
      );
    });
  onMount(() => (proving.ask = ask));
  onCleanup(() => {
    if (proving.ask === ask) proving.ask = undefined;
    end?.(false);
  });
  return null;
}

function ProofForm(props: { email: string; ways: string[]; done: () => void; close: () => void }) {
  const has = (way: string) => props.ways.includes(way);
  const [byCode, setByCode] = createSignal(!has('password'));
  const form = createForm(
    ({ password, code }) => request('POST', '/me/proof', password === undefined ? { code: code ?? '' } : { password }),
    () => props.done(),
  );
  async function proveBy(passkey: Answer) {
    await request('POST', '/me/proof', { passkey });
    props.done();
  }
  return (
    <form class={styles.form} onSubmit={(event) => void form.submit(event)} novalidate>
      <h2 id="prove-title">{t('prove.title')}</h2>
      <Show when={props.ways.length > 0} fallback={<p>{t('prove.none')}</p>}>
        <p>{t('prove.intro')}</p>
        <Show when={has('password') || has('code')}>
          <Show
            when={byCode()}
            fallback={
              <>
                <UsernameForKeepers email={props.email} />
                <PasswordField form={form} />
              </>
            }
          >
            <CodeField label={t('prove.code')} problem={form.fields()['code']} />
          </Show>
        </Show>
        <FormProblem form={form} />
        <Show when={has('passkey')}>
          <PasskeyButton label={t('passkeys.use')} onAnswer={(passkey) => proveBy(passkey)} />
        </Show>
        <Show when={has('password') && has('code')}>
          <button type="button" class="btn bare" onClick={() => setByCode((is) => !is)}>
            {t(byCode() ? 'prove.byPassword' : 'prove.byCode')}
          </button>
        </Show>
      </Show>
      <div class={styles.do}>
        <button type="button" class="btn bare" onClick={() => props.close()}>
          {shared('cancel')}
        </button>
        <Show when={has('password') || has('code')}>
          <button type="submit" class="btn main" disabled={form.busy()}>
            {t('prove.go')}
          </button>
        </Show>
      </div>
    </form>
  );
}
