import { createSignal, For, onMount, Show } from 'solid-js';
import type { SignedInAt } from '../../../server/sessions/contract.ts';
import { problemWords } from '../problems.ts';
import { useSession } from '../state/session.ts';
import { fullTime, shortTime } from '../time.ts';
import { announce } from '../ui/announce.tsx';
import styles from './session-list.module.css';
import { t } from './words.ts';

interface Props {
  load: () => Promise<{ items: SignedInAt[] }>;
  end: (id: string) => Promise<unknown>;
  /** Where it is left out, sessions are ended one by one. */
  endOthers?: () => Promise<unknown>;
}

/** Where a person is signed in, each with a button that ends it. The current session ends by signing out. */
export function SessionList(props: Props) {
  const { now } = useSession();
  const [items, setItems] = createSignal<SignedInAt[]>();
  const [failed, setFailed] = createSignal(false);
  const [problem, setProblem] = createSignal('');
  const others = () => items()?.filter(({ isCurrent }) => !isCurrent) ?? [];
  const nameOf = ({ device }: SignedInAt) => device ?? t('sessions.unknown');

  const load = () =>
    props.load().then(
      (found) => {
        setItems(found.items);
        setFailed(false);
      },
      () => void setFailed(true),
    );
  onMount(() => void load());

  async function end(work: () => Promise<unknown>, done: string) {
    setProblem('');
    await work().then(
      () => announce(done),
      (error: unknown) => setProblem(problemWords(error)),
    );
    await load();
  }

  return (
    <div class={styles.sessions}>
      <Show when={failed()}>
        <p class="problem" role="alert">
          {t('sessions.failed')}{' '}
          <button type="button" class="btn" onClick={() => void load()}>
            {t('sessions.again')}
          </button>
        </p>
      </Show>
      <Show when={problem()}>
        <p class="problem" role="alert">
          {problem()}
        </p>
      </Show>
      <Show when={items()}>
        {(all) => (
          <ul>
            <For each={all()} fallback={<li class={styles.none}>{t('sessions.none')}</li>}>
              {(one) => (
                <li>
                  <div>
                    <b dir="auto">{nameOf(one)}</b>
                    <Show when={one.isCurrent}> ({t('sessions.current')})</Show>
                    <Show when={one.isNew}>
                      {' '}
                      <span class={styles.new}>{t('sessions.new')}</span>
                    </Show>
                    <small>
                      <span>{one.place}</span>
                      <time datetime={new Date(one.usedAt).toISOString()} title={fullTime(one.usedAt)}>
                        {t('sessions.used', { time: shortTime(one.usedAt, now()) })}
                      </time>
                      <time datetime={new Date(one.createdAt).toISOString()} title={fullTime(one.createdAt)}>
                        {t('sessions.since', { time: shortTime(one.createdAt, now()) })}
                      </time>
                    </small>
                  </div>
                  <Show when={!one.isCurrent}>
                    <button
                      type="button"
                      class="btn"
                      aria-label={t('sessions.endOf', { device: nameOf(one), place: one.place })}
                      onClick={() => void end(() => props.end(one.id), t('sessions.ended', { device: nameOf(one) }))}
                    >
                      {t('sessions.end')}
                    </button>
                  </Show>
                </li>
              )}
            </For>
          </ul>
        )}
      </Show>
      <Show when={others().length > 1 && props.endOthers}>
        {(endOthers) => (
          <button type="button" class="btn" onClick={() => void end(endOthers(), t('sessions.othersEnded'))}>
            {t('sessions.endOthers')}
          </button>
        )}
      </Show>
    </div>
  );
}
