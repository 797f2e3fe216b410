import { useNavigate } from '@solidjs/router';
import { createEffect, createSignal, For, on, Show } from 'solid-js';
import { v7 as uuidv7 } from 'uuid';
import type { Webhook } from '../../../server/webhooks/contract.ts';
import { useState } from '../../shared/state/session.ts';
import { FormProblem } from '../../shared/ui/account-fields.tsx';
import { Field } from '../../shared/ui/fields.tsx';
import { createForm } from '../../shared/ui/form.ts';
import { Link } from '../link.tsx';
import column from '../settings/column.module.css';
import { FailedLine } from '../settings/failed-line.tsx';
import { createLoaded } from '../settings/loaded.ts';
import { CopyText } from '../sites/copy-text.tsx';
import { shared } from '../words.ts';
import { heardBy, isInTrouble, stateOf, toldOf } from './state-words.ts';
import { hostOf, webhookApi } from './webhook-api.ts';
import styles from './webhooks-page.module.css';
import { t } from './words.ts';

export function WebhooksPage() {
  const state = useState();
  const hooks = createLoaded(async () => (await webhookApi.list()).items);
  const [adding, setAdding] = createSignal(false);
  const [made, setMade] = createSignal<{ id: string; secret: string | null } | null>(null);
  const mayAdd = () => state.me.rights.settings?.includes('create') ?? false;
  // Also when one is turned off by itself.
  createEffect(on(() => state.lists.webhooks.version, hooks.load));
  const offByThemselves = () =>
    (hooks.value() ?? []).filter(({ active, offReason }) => !active && offReason !== 'person');

  return (
    <main id="talk" class={column.column}>
      <h2>{t('title')}</h2>
      <p>{t('intro')}</p>
      <Show when={hooks.trouble()}>
        <FailedLine words={t} load={hooks.load} />
      </Show>
      <Show when={offByThemselves().length > 0}>
        <p class={styles.strip} role="status">
          {t('off.strip', {
            names: offByThemselves()
              .map(({ name }) => name)
              .join(', '),
          })}
        </p>
      </Show>
      <Show when={hooks.value()}>
        {(all) => (
          <>
            <Show when={all().length > 0} fallback={<p class={styles.none}>{t('none')}</p>}>
              <ul class={styles.hooks}>
                <For each={all()}>{(hook) => <Item hook={hook} />}</For>
              </ul>
            </Show>
            <Show when={made()}>{(one) => <Made id={one().id} secret={one().secret} />}</Show>
            <Show when={mayAdd() && !made()}>
              <Show
                when={adding() || all().length === 0}
                fallback={
                  <button type="button" class="btn" onClick={() => setAdding(true)}>
                    {t('add')}
                  </button>
                }
              >
                <Add isFirst={all().length === 0} cancel={() => setAdding(false)} made={setMade} />
              </Show>
            </Show>
          </>
        )}
      </Show>
    </main>
  );
}

function Item(props: { hook: Webhook }) {
  return (
    <li>
      <Link href={`/settings/webhooks/${props.hook.id}`} class="ring-in">
        <b class="clip" dir="auto">
          {props.hook.name}
        </b>
        <span class="clip">
          {hostOf(props.hook.url)} · {heardBy(props.hook)}
        </span>
        <small>{toldOf(props.hook)}</small>
        <small classList={{ [styles.trouble ?? '']: isInTrouble(props.hook) }}>{stateOf(props.hook)}</small>
      </Link>
    </li>
  );
}

interface AddProps {
  isFirst: boolean;
  cancel: () => void;
  made: (made: { id: string; secret: string | null }) => void;
}

function Add(props: AddProps) {
  const id = uuidv7();
  const sending = createForm(
    ({ name = '', url = '' }) => webhookApi.add({ id, name, url }),
    ({ secret }) => props.made({ id, secret }),
  );
  return (
    <form class={styles.add} onSubmit={(event) => void sending.submit(event)} novalidate>
      <h3>{t('add')}</h3>
      <Field
        label={t('name')}
        name="name"
        maxlength={80}
        autocomplete="off"
        required
        problem={sending.fields()['name']}
        ref={(input) => queueMicrotask(() => props.isFirst || input.focus())}
      />
      <Field
        label={t('address')}
        name="url"
        inputmode="url"
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        placeholder="https://erp.example/hooks/desk"
        required
        hint={t('address.hint')}
        problem={sending.fields()['url']}
      />
      <FormProblem form={sending} />
      <p class={styles.choices}>
        <Show when={!props.isFirst}>
          <button type="button" class="btn bare" onClick={() => props.cancel()}>
            {shared('cancel')}
          </button>
        </Show>
        <button type="submit" class="btn main" disabled={sending.busy()}>
          {t('add.go')}
        </button>
      </p>
    </form>
  );
}

/** The secret is shown here and never again, so the page does not go on by itself. */
function Made(props: { id: string; secret: string | null }) {
  const navigate = useNavigate();
  return (
    <section class={styles.made} aria-label={t('secret')}>
      <Show when={props.secret}>{(secret) => <CopyText label={t('secret.label')} text={secret()} wraps />}</Show>
      <p>{t('secret.once')}</p>
      <button type="button" class="btn main" onClick={() => navigate(`/settings/webhooks/${props.id}`)}>
        {shared('close')}
      </button>
    </section>
  );
}
