import { createEffect, createSignal, For, on, Show } from 'solid-js';
import type { Delivery, Webhook, WholeDelivery } from '../../../server/webhooks/contract.ts';
import { momentWords } from '../../shared/time.ts';
import { momentIn } from '../../shared/wall-clock.ts';
import { useDesk } from '../desk.ts';
import { Link } from '../link.tsx';
import { answerOf } from './state-words.ts';
import { type Filters, webhookApi } from './webhook-api.ts';
import styles from './webhook-page.module.css';
import { t } from './words.ts';

const STATES = ['waiting', 'delivered', 'failed'] as const;

/** `tests` grows with each test, which is in the log too. */
export function LogPart(props: { hook: Webhook; mayChange: boolean; tests: number }) {
  const desk = useDesk();
  const [filters, setFilters] = createSignal<Filters>({ state: '', q: '' });
  const [items, setItems] = createSignal<Delivery[]>([]);
  const [next, setNext] = createSignal<string | null>(null);
  const [isLoaded, setLoaded] = createSignal(false);
  const [open, setOpen] = createSignal<WholeDelivery | null>(null);
  /** Of several loads only the newest counts. */
  let turn = 0;

  async function load(cursor: string | null) {
    const own = ++turn;
    const [{ id }, wanted] = [props.hook, filters()];
    const page = await desk.attempt(() => webhookApi.deliveries(id, wanted, cursor));
    if (!page || own !== turn) return;
    setItems((before) => (cursor ? [...before, ...page.items] : page.items));
    setNext(page.next);
    setLoaded(true);
  }
  createEffect(on([filters, () => props.hook.updatedAt, () => props.tests], () => void load(null)));

  async function show(deliveryId: string) {
    const { id } = props.hook;
    if (open()?.id === deliveryId) setOpen(null);
    else setOpen(await desk.attempt(() => webhookApi.delivery(id, deliveryId)));
  }
  async function replay(one: Delivery) {
    const { id } = props.hook;
    const done = await desk.attempt(async () => (await webhookApi.replay(id, one.id), true));
    if (!done) return;
    desk.say({ text: t('replayed') });
    await load(null);
  }

  return (
    <section class={styles.part} aria-labelledby="log">
      <h3 id="log">{t('log')}</h3>
      <div class={styles.bar}>
        <select
          class="input"
          aria-label={t('log.state')}
          onChange={(event) => setFilters((all) => ({ ...all, state: event.currentTarget.value }))}
        >
          <option value="">{t('log.all')}</option>
          <For each={STATES}>{(state) => <option value={state}>{t(`log.${state}`)}</option>}</For>
        </select>
        <input
          class="input"
          type="search"
          aria-label={t('log.find')}
          placeholder={t('log.find')}
          maxlength="100"
          spellcheck={false}
          onInput={(event) => setFilters((all) => ({ ...all, q: event.currentTarget.value }))}
        />
        <button type="button" class="btn" onClick={() => void load(null)}>
          {t('log.refresh')}
        </button>
      </div>
      <Show when={props.mayChange && props.hook.active}>
        <ReplayAll hook={props.hook} done={() => void load(null)} />
      </Show>
      <Show when={items().length > 0} fallback={<p class="hint">{isLoaded() ? t('log.none') : ''}</p>}>
        <ul class={styles.log}>
          <For each={items()}>
            {(one) => (
              <li>
                <time datetime={new Date(one.createdAt).toISOString()}>{momentWords(one.createdAt)}</time>
                <button
                  type="button"
                  class={styles.event}
                  aria-expanded={open()?.id === one.id}
                  title={t('details', { event: one.type })}
                  onClick={() => void show(one.id)}
                >
                  {one.type}
                </button>
                <Ticket one={one} />
                <span classList={{ [styles.trouble ?? '']: one.attempts > 0 && one.state !== 'delivered' }}>
                  {answerOf(one)}
                </span>
                <Show when={props.mayChange && props.hook.active && one.eventId !== null} fallback={<i />}>
                  <button type="button" class="btn bare" onClick={() => void replay(one)}>
                    {t(one.state === 'waiting' ? 'tryNow' : 'replay')}
                  </button>
                </Show>
                <Show when={open()?.id === one.id && open()}>{(whole) => <Details whole={whole()} />}</Show>
              </li>
            )}
          </For>
        </ul>
        <Show when={next()}>
          {(cursor) => (
            <button type="button" class="btn" onClick={() => void load(cursor())}>
              {t('log.more')}
            </button>
          )}
        </Show>
      </Show>
      <p class="hint">{t('log.kept')}</p>
    </section>
  );
}

function Ticket(props: { one: Delivery }) {
  return (
    <Show
      when={props.one.ticketNumber !== null && props.one.ticketId}
      fallback={<span>{props.one.ticketId === null ? '' : t('deleted')}</span>}
    >
      {(id) => (
        <Link href={`/all/${id()}`} aria-label={`${t('ticket')} ${props.one.ticketNumber}`}>
          {props.one.ticketNumber}
        </Link>
      )}
    </Show>
  );
}

function Details(props: { whole: WholeDelivery }) {
  return (
    <div class={styles.details}>
      <p>
        {props.whole.sentAt.map((at) => momentWords(at)).join(' · ')}{' '}
        <Show when={props.whole.attempts > 0 && props.whole.dueAt}>{(at) => t('next', { at: momentWords(at()) })}</Show>
      </p>
      <For each={['request', 'answer'] as const}>
        {(part) => (
          <div>
            <h4>{t(part === 'request' ? 'sent' : 'answered')}</h4>
            <Show when={props.whole[part]} fallback={<p class="hint">{props.whole.error ?? t('nothing')}</p>}>
              {(text) => (
                <pre
                  class={styles.code}
                  tabindex="0"
                  role="region"
                  aria-label={t(part === 'request' ? 'sent' : 'answered')}
                  dir="ltr"
                >
                  {text()}
                </pre>
              )}
            </Show>
          </div>
        )}
      </For>
    </div>
  );
}

function ReplayAll(props: { hook: Webhook; done: () => void }) {
  const desk = useDesk();
  const [asking, setAsking] = createSignal(false);
  let since!: HTMLInputElement;
  async function go(event: SubmitEvent) {
    event.preventDefault();
    const at = momentIn(since.value);
    if (Number.isNaN(at)) return since.focus();
    const { id } = props.hook;
    const done = await desk.attempt(() => webhookApi.replayAll(id, at));
    if (!done) return;
    setAsking(false);
    desk.say({ text: t('replayAll.done', { n: String(done.events) }) });
    props.done();
  }
  return (
    <Show
      when={asking()}
      fallback={
        <button type="button" class="btn bare" onClick={() => setAsking(true)}>
          {t('replayAll')}
        </button>
      }
    >
      <form class={styles.row} onSubmit={(event) => void go(event)}>
        <label>
          {t('replayAll.since')}{' '}
          <input
            ref={(input) => {
              since = input;
              queueMicrotask(() => input.focus());
            }}
            class="input"
            type="datetime-local"
            required
          />
        </label>
        <button type="submit" class="btn main">
          {t('replayAll.go')}
        </button>
      </form>
    </Show>
  );
}
