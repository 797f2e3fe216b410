import { useNavigate } from '@solidjs/router';
import { createEffect, createSignal, on, Show } from 'solid-js';
import type { Webhook, WholeDelivery } from '../../../server/webhooks/contract.ts';
import { useState } from '../../shared/state/session.ts';
import { useDesk } from '../desk.ts';
import { createLoaded } from '../settings/loaded.ts';
import { ById, OnePage } from '../settings/one-page.tsx';
import { shared } from '../words.ts';
import { LogPart } from './log-part.tsx';
import { SecretPart } from './secret-part.tsx';
import { SettingsPart } from './settings-part.tsx';
import { isInTrouble, stateOf, toldOf } from './state-words.ts';
import { hostOf, webhookApi } from './webhook-api.ts';
import styles from './webhook-page.module.css';
import { t } from './words.ts';

export const WebhookPage = () => <ById>{(id) => <Loaded id={id} />}</ById>;

function Loaded(props: { id: string }) {
  const state = useState();
  const hook = createLoaded(() => webhookApi.one(props.id));
  createEffect(on(() => state.lists.webhooks.version, hook.load));
  return (
    <OnePage up="/settings/webhooks" words={t} class={styles.page} loaded={hook}>
      {(found) => <Editor hook={found()} put={hook.put} />}
    </OnePage>
  );
}

function Editor(props: { hook: Webhook; put: (hook: Webhook) => void }) {
  const state = useState();
  const may = (action: 'update' | 'delete') => state.me.rights.settings?.includes(action) ?? false;
  const [tests, setTests] = createSignal(0);
  return (
    <>
      <h2 dir="auto">{props.hook.name}</h2>
      <Head
        hook={props.hook}
        put={(hook) => props.put(hook)}
        mayChange={may('update')}
        tested={() => setTests((n) => n + 1)}
      />
      <Show when={may('update')}>
        <SettingsPart hook={props.hook} put={(hook) => props.put(hook)} />
        <SecretPart hook={props.hook} />
      </Show>
      <LogPart hook={props.hook} mayChange={may('update')} tests={tests()} />
      <Show when={may('delete')}>
        <RemovePart hook={props.hook} />
      </Show>
    </>
  );
}

interface HeadProps {
  hook: Webhook;
  put: (hook: Webhook) => void;
  mayChange: boolean;
  tested: () => void;
}

function Head(props: HeadProps) {
  const desk = useDesk();
  const [testing, setTesting] = createSignal(false);
  const [tested, setTested] = createSignal<WholeDelivery | null>(null);
  async function test() {
    setTesting(true);
    const { id } = props.hook;
    setTested(await desk.attempt(() => webhookApi.test(id)));
    setTesting(false);
    props.tested();
  }
  async function turn() {
    const { id, active } = props.hook;
    const changed = await desk.attempt(() => webhookApi.edit(id, { active: !active }));
    if (changed) props.put(changed);
  }
  return (
    <>
      <p class={styles.state}>
        {hostOf(props.hook.url)} · {toldOf(props.hook)} ·{' '}
        <b classList={{ [styles.trouble ?? '']: isInTrouble(props.hook) }}>{stateOf(props.hook)}</b>
      </p>
      <Show when={props.mayChange}>
        <p class={styles.row}>
          <button type="button" class="btn" disabled={testing()} onClick={() => void test()}>
            {t('test')}
          </button>
          <button type="button" class="btn bare" onClick={() => void turn()}>
            {t(props.hook.active ? 'turnOff' : 'turnOn')}
          </button>
        </p>
      </Show>
      <div role="status">
        <Show when={tested()}>
          {(one) => (
            <>
              <p>
                {one().state === 'delivered'
                  ? t('test.ok', { status: String(one().status), ms: String(one().tookMs) })
                  : t('test.bad', { why: one().error ?? String(one().status) })}
              </p>
              <Show when={one().answer}>
                {(answer) => (
                  <pre class={styles.code} tabindex="0" role="region" aria-label={t('answered')} dir="ltr">
                    {answer()}
                  </pre>
                )}
              </Show>
            </>
          )}
        </Show>
      </div>
    </>
  );
}

function RemovePart(props: { hook: Webhook }) {
  const desk = useDesk();
  const navigate = useNavigate();
  const [asking, setAsking] = createSignal(false);
  async function remove() {
    const { id, name } = props.hook;
    if ((await desk.attempt(async () => (await webhookApi.remove(id), true))) === null) return;
    desk.say({ text: t('removed', { name }) });
    navigate('/settings/webhooks');
  }
  return (
    <section class={styles.part}>
      <Show
        when={asking()}
        fallback={
          <button type="button" class="btn bare" onClick={() => setAsking(true)}>
            {t('remove')}
          </button>
        }
      >
        <p class={styles.row} role="alert">
          <span>{t('remove.ask')}</span>
          <button type="button" class="btn bare" onClick={() => setAsking(false)}>
            {shared('cancel')}
          </button>
          <button
            type="button"
            class="btn danger"
            ref={(button) => queueMicrotask(() => button.focus())}
            onClick={() => void remove()}
          >
            {t('remove.go')}
          </button>
        </p>
      </Show>
    </section>
  );
}
