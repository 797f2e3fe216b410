import { createUniqueId, Show } from 'solid-js';
import type { TicketRow } from '../../../server/tickets/contract.ts';
import { useSession } from '../../shared/state/session.ts';
import { momentWords } from '../../shared/time.ts';
import { handDue } from '../acts/inverse.ts';
import { useActions } from '../conversation/actions.ts';
import choice from '../conversation/choice.module.css';
import { MomentMenu } from '../conversation/moment-menu.tsx';
import { t } from '../conversation/words.ts';
import styles from './due-choice.module.css';
import { dueTimes } from './due-times.ts';

/** The due date of a ticket, which a person sets, changes or removes. */
export function DueChoice(props: { row: TicketRow; disabled: boolean; title: string | undefined }) {
  const { now } = useSession();
  const actions = useActions();
  const id = createUniqueId();
  const set = (at: number | null) => void actions.setDue(props.row, at);

  return (
    <div class={styles.due}>
      <button
        type="button"
        class={`${choice.choice} ${styles.open}`}
        disabled={props.disabled}
        title={props.title}
        popovertarget={id}
      >
        <span>{t('due.label')}</span>
        <b>{handDue(props.row) === null ? t('due.none') : momentWords(handDue(props.row) ?? 0)}</b>
      </button>
      <MomentMenu
        id={id}
        class={styles.menu}
        title={t('due.title')}
        times={dueTimes(now()).map(({ name, at }) => ({ words: t(`due.${name}`), at }))}
        own={t('due.own')}
        set={t('due.set')}
        choose={set}
        more={(close) => (
          <Show when={handDue(props.row) !== null}>
            <button
              type="button"
              onClick={() => {
                close();
                set(null);
              }}
            >
              {t('due.remove')}
            </button>
          </Show>
        )}
      />
    </div>
  );
}
