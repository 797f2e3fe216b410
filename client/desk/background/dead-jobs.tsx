import { createSignal, For, Show } from 'solid-js';
import type { Work } from '../../../server/jobs/contract.ts';
import { useSession, useState } from '../../shared/state/session.ts';
import { roughly } from '../../shared/time.ts';
import { useDesk } from '../desk.ts';
import styles from './background-page.module.css';
import { nameOf, t } from './words.ts';
import { workApi } from './work-api.ts';

type DeadJob = Work['dead'][number];

/** `jobs` are the newest failed jobs, `of` is the number of all failed jobs. */
export function DeadJobs(props: { jobs: DeadJob[]; of: number; changed: () => void }) {
  // By its id, so that a row in which somebody decides stays when the list is read anew.
  const ids = () => props.jobs.map(({ id }) => id);
  const jobOf = (id: string) => props.jobs.find((job) => job.id === id);
  return (
    <section aria-labelledby="dead">
      <h3 id="dead">{t('dead.title')}</h3>
      <p>{t('dead.intro')}</p>
      <Show when={props.of > props.jobs.length}>
        <p class={styles.none}>{t('dead.some', { n: props.jobs.length, all: props.of })}</p>
      </Show>
      <ul class={styles.dead}>
        <For each={ids()}>
          {(id) => <Show when={jobOf(id)}>{(job) => <DeadRow job={job()} changed={props.changed} />}</Show>}
        </For>
      </ul>
    </section>
  );
}

function DeadRow(props: { job: DeadJob; changed: () => void }) {
  const state = useState();
  const desk = useDesk();
  const { now } = useSession();
  const [deciding, setDeciding] = createSignal(false);
  const may = (action: 'update' | 'delete') => state.me.rights.settings?.includes(action) ?? false;
  const what = () => `${nameOf(props.job.kind)} ${props.job.key}`;

  async function act(call: (id: string) => Promise<null>, said: 'dead.retried' | 'dead.discarded') {
    const text = t(said, { what: what() });
    const { id } = props.job;
    const done = await desk.attempt(() => call(id).then(() => true));
    if (done) desk.say({ text });
    props.changed();
  }

  return (
    <li>
      <div class={styles.what}>
        <b>{nameOf(props.job.kind)}</b> <code>{props.job.key}</code>
        <p class={styles.error} dir="auto">
          {props.job.lastError ?? t('dead.noError')}
        </p>
        <small>{t('dead.tries', { n: props.job.attempts, ago: roughly(now() - props.job.deadAt) })}</small>
      </div>
      <Show
        when={deciding()}
        fallback={
          <p class={styles.choices}>
            <Show when={may('delete')}>
              <button
                type="button"
                class="btn bare"
                aria-label={`${t('dead.discard')}: ${what()}`}
                onClick={() => setDeciding(true)}
              >
                {t('dead.discard')}
              </button>
            </Show>
            <Show when={may('update')}>
              <button
                type="button"
                class="btn"
                aria-label={`${t('dead.retry')}: ${what()}`}
                onClick={() => void act(workApi.retry, 'dead.retried')}
              >
                {t('dead.retry')}
              </button>
            </Show>
          </p>
        }
      >
        <p class={`${styles.choices} ${styles.sure}`} role="group" aria-label={t('dead.sure')}>
          <span>{t('dead.sure')}</span>
          <button
            type="button"
            class="btn bare"
            ref={(button) => queueMicrotask(() => button.focus())}
            onClick={() => setDeciding(false)}
          >
            {t('dead.keep')}
          </button>
          <button type="button" class="btn danger" onClick={() => void act(workApi.discard, 'dead.discarded')}>
            {t('dead.discardNow')}
          </button>
        </p>
      </Show>
    </li>
  );
}
