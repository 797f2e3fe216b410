import { createEffect, createMemo, For, Show } from 'solid-js';
import { announce } from '../../shared/ui/announce.tsx';
import { useSession, useState } from '../../shared/state/session.ts';
import { Link } from '../link.tsx';
import { actWords } from './act-words.ts';
import styles from './acts-strip.module.css';
import { actsShown, type WaitingAct } from './waiting-acts.ts';
import { t } from './words.ts';

/** Lists waiting acts and refused acts; a refused act stays until somebody decides. */
export function ActsStrip(props: { isOffline: boolean }) {
  const session = useSession();
  const state = useState();
  const acts = createMemo(() => actsShown(session));
  const failed = () => acts().filter((one) => one.state === 'failed');
  const counts = () => {
    const [n, no] = [acts().length - failed().length, failed().length];
    const waiting = n === 1 ? t('list.waiting.one') : t('list.waiting.many', { n });
    const refused = no === 1 ? t('list.failed.one') : t('list.failed.many', { n: no });
    const all = [no > 0 && refused, n > 0 && waiting].filter(Boolean).join(', ');
    return props.isOffline ? t('list.offline', { all }) : all;
  };
  const notDone = ({ act, problem = '' }: WaitingAct) => t('list.notDone', { act: actWords(act, state), problem });
  createEffect((before: string[] = []) => {
    const news = failed().filter(({ id }) => !before.includes(id));
    if (news.length > 0) announce(news.map(notDone).join(' '));
    return failed().map(({ id }) => id);
  });
  const subjectOf = (ticketId: string) => state.rows[ticketId]?.subject;

  return (
    <Show when={acts().length > 0}>
      <section class={styles.strip} aria-label={t('list.label')}>
        <details open={failed().length > 0}>
          <summary class="ring-in">{counts()}</summary>
          <ul>
            <For each={acts()}>
              {(one) => (
                <li>
                  <p>
                    <Show when={subjectOf(one.ticketId)} fallback={t('list.gone')}>
                      {(subject) => (
                        <Link href={`/all/${one.ticketId}`} dir="auto">
                          {subject()}
                        </Link>
                      )}
                    </Show>{' '}
                    <span classList={{ hot: one.state === 'failed' }}>
                      {one.state === 'failed' ? notDone(one) : actWords(one.act, state)}
                    </span>
                  </p>
                  <Show
                    when={one.state === 'failed'}
                    fallback={
                      <button
                        type="button"
                        class="btn bare"
                        aria-label={t('list.undo', {
                          act: actWords(one.act, state),
                          subject: subjectOf(one.ticketId) ?? '',
                        })}
                        onClick={() => session.outbox()?.discard(one.id)}
                      >
                        {t('undo')}
                      </button>
                    }
                  >
                    <Show when={subjectOf(one.ticketId) !== undefined}>
                      <button type="button" class="btn" onClick={() => session.outbox()?.sendAnyway(one.id)}>
                        {t('list.anyway')}
                      </button>
                    </Show>
                    <button type="button" class="btn bare" onClick={() => session.outbox()?.discard(one.id)}>
                      {t('list.leave')}
                    </button>
                  </Show>
                </li>
              )}
            </For>
          </ul>
        </details>
      </section>
    </Show>
  );
}
