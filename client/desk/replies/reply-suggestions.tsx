import { createMemo, createSignal, createEffect, Show } from 'solid-js';
import type { TicketRow } from '../../../server/tickets/contract.ts';
import { useState } from '../../shared/state/session.ts';
import { cut } from '../../shared/graphemes.ts';
import { plain } from '../../shared/conversation/text.ts';
import type { DeskAssist } from '../assist/assist.ts';
import { Suggestions } from '../assist/suggestions.tsx';
import { Link } from '../link.tsx';
import { loadReplies, matching, replies } from './reply-list.ts';
import styles from './reply-suggestions.module.css';
import { fill } from './variables.ts';
import { t } from './words.ts';

const SHOWN_MOST = 30;

/** The suggestions after `/` in a reply. */
export function ReplySuggestions(props: { assist: DeskAssist; row: TicketRow }) {
  const state = useState();
  const [failed, setFailed] = createSignal(false);
  createEffect(() => void loadReplies(state).catch(() => setFailed(replies() === null)));
  const all = createMemo(() => matching(replies() ?? [], props.assist.query() ?? ''));
  const options = createMemo(() => all().slice(0, SHOWN_MOST));
  const counted = (n: number) =>
    replies() === null ? '' : n === 0 ? t('counted.none') : n === 1 ? t('counted.one') : counts(n);
  const counts = (n: number) => (all().length > n ? t('some', { n, all: all().length }) : t('counted.many', { n }));
  /** Why the list is empty. Enter then sends a slash like any other text. */
  const problem = () => {
    if (failed()) return t('failed');
    if (replies()?.length === 0) return t('none');
    return options().length === 0 && t('counted.none');
  };

  return (
    <Suggestions
      assist={props.assist}
      label={t('label')}
      options={options()}
      counted={counted}
      text={(reply) => fill(reply.body, props.row, state.me)}
      view={(reply) => (
        <>
          <b class={`clip ${styles.name}`} dir="auto">
            {reply.name}
          </b>
          <span class={`clip ${styles.text}`} dir="auto">
            {plain(cut(reply.body, 200))}
          </span>
          <span class={styles.shortcut}>/{reply.shortcut}</span>
        </>
      )}
      foot={
        <Show when={failed() || replies() !== null}>
          <p class={styles.foot}>
            <Show when={problem()}>{(words) => <span>{words()}</span>}</Show>
            <Show when={all().length > SHOWN_MOST}>
              <span>{t('some', { n: SHOWN_MOST, all: all().length })}</span>
            </Show>
            <Link href="/settings/replies">{t('manage')}</Link>
          </p>
        </Show>
      }
    />
  );
}
