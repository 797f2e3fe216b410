import { For, Show } from 'solid-js';
import { Attachments } from '../../shared/attachments/attachments.tsx';
import { MessageText } from '../../shared/conversation/message-text.tsx';
import { firstName } from '../../shared/names.ts';
import { useSession } from '../../shared/state/session.ts';
import { clockTime, fullTime, waited } from '../../shared/time.ts';
import type { createMeanwhile } from './meanwhile.ts';
import styles from './meanwhile-line.module.css';
import { t } from './words.ts';

const JUST_NOW_MS = 60_000;

/** Above the box: who answered while the reply was being written; after a stopped send, also what they wrote. */
export function MeanwhileLine(props: { of: ReturnType<typeof createMeanwhile> }) {
  const { now } = useSession();
  const unread = () => props.of.unread();
  const names = () => [...new Set(unread().map(({ author }) => firstName(author.name)))].join(', ');
  const at = () => unread().at(-1)?.createdAt ?? 0;
  const ago = () => (now() - at() < JUST_NOW_MS ? t('reply.justNow') : t('reply.ago', { time: waited(now() - at()) }));

  return (
    <Show when={unread().length > 0}>
      <div class={styles.line} data-part="meanwhile">
        <time datetime={new Date(at()).toISOString()} title={fullTime(at())}>
          {clockTime(at())}
        </time>
        <div>
          <Show
            when={props.of.isStopped()}
            fallback={
              <p class={styles.short} role="status">
                <b>{t('reply.answered', { name: names(), ago: ago() })}</b>
                <button type="button" class="btn bare" onClick={() => props.of.read()}>
                  {t('reply.read')}
                </button>
              </p>
            }
          >
            <p role="alert">
              <b>{t('reply.stopped', { name: names() })}</b> {t('reply.notSent')}
            </p>
            <div class={styles.texts} tabindex="0" role="group" aria-label={t('reply.theirs', { name: names() })}>
              <For each={unread()}>
                {(message) => (
                  <blockquote>
                    <MessageText body={message.body} />
                    <Attachments of={message.attachments} />
                  </blockquote>
                )}
              </For>
            </div>
          </Show>
        </div>
      </div>
    </Show>
  );
}
