import { For, type JSX, Show } from 'solid-js';
import type { Work } from '../../../server/jobs/contract.ts';
import { useSession } from '../../shared/state/session.ts';
import { fullTime, roughly, shortTime } from '../../shared/time.ts';
import styles from './background-page.module.css';
import { nameOf, t } from './words.ts';

const MINUTE_MS = 60_000;
const length = (ms: number) => (ms < MINUTE_MS ? `${ms / 1_000} s` : roughly(ms));
const took = (ms: number) =>
  ms < 1_000 ? `${ms < 10 ? Math.round(ms * 10) / 10 : Math.round(ms)} ms` : length(Math.round(ms / 100) * 100);

function Part(props: { id: string; title: string; intro: string; heads: string[]; children: JSX.Element }) {
  return (
    <section aria-labelledby={props.id}>
      <h3 id={props.id}>{props.title}</h3>
      <p>{props.intro}</p>
      <table class={styles.table}>
        <thead>
          <tr>
            <For each={props.heads}>{(head) => <th scope="col">{head}</th>}</For>
          </tr>
        </thead>
        <tbody>{props.children}</tbody>
      </table>
    </section>
  );
}

function Name(props: { name: string; error: string | null }) {
  return (
    <th scope="row">
      <span class={styles.name}>{props.name}</span>
      <Show when={props.error}>
        <span class={styles.error} dir="auto">
          {props.error}
        </span>
      </Show>
    </th>
  );
}

export function Followers(props: { all: Work['followers'] }) {
  const { now } = useSession();
  const behind = ({ behind: n, oldestAt }: Work['followers'][number]) =>
    n === 0
      ? t('followers.upToDate')
      : t(n === 1 ? 'followers.one' : 'followers.many', { n, age: roughly(now() - (oldestAt ?? now())) });
  return (
    <Part
      id="followers"
      title={t('followers.title')}
      intro={t('followers.intro')}
      heads={[t('followers.name'), t('followers.behind')]}
    >
      <For each={props.all}>
        {(one) => (
          <tr>
            <Name name={nameOf(one.name)} error={one.lastError} />
            <td>{behind(one)}</td>
          </tr>
        )}
      </For>
    </Part>
  );
}

export function Jobs(props: { all: Work['jobs'] }) {
  return (
    <Show
      when={props.all.length > 0}
      fallback={
        <section aria-labelledby="jobs">
          <h3 id="jobs">{t('jobs.title')}</h3>
          <p>{t('jobs.intro')}</p>
          <p class={styles.none}>{t('jobs.none')}</p>
        </section>
      }
    >
      <Part
        id="jobs"
        title={t('jobs.title')}
        intro={t('jobs.intro')}
        heads={[t('jobs.kind'), t('jobs.waiting'), t('jobs.running'), t('jobs.failed')]}
      >
        <For each={props.all}>
          {(one) => (
            <tr>
              <Name name={nameOf(one.kind)} error={null} />
              <td>{one.waiting}</td>
              <td>{one.running}</td>
              <td classList={{ [styles.bad ?? '']: one.dead > 0 }}>{one.dead}</td>
            </tr>
          )}
        </For>
      </Part>
    </Show>
  );
}

export function TimedWork(props: { all: Work['timed'] }) {
  const { now } = useSession();
  return (
    <Part
      id="timed"
      title={t('timed.title')}
      intro={t('timed.intro')}
      heads={[t('timed.name'), t('timed.every'), t('timed.last'), t('timed.took')]}
    >
      <For each={props.all}>
        {(one) => (
          <tr>
            <Name name={one.name} error={one.lastError} />
            <td>{length(one.everyMs)}</td>
            <td>
              <Show when={one.lastRunAt} fallback={t('timed.notYet')}>
                {(at) => <time title={fullTime(at())}>{shortTime(at(), now())}</time>}
              </Show>
            </td>
            <td>{one.tookMs === null ? '–' : took(one.tookMs)}</td>
          </tr>
        )}
      </For>
    </Part>
  );
}
