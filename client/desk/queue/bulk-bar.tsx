import { createMemo } from 'solid-js';
import { useSession, useState } from '../../shared/session.ts';
import { momentWords } from '../../shared/time.ts';
import { type Choice, type CommandId, useCommands } from '../commands.ts';
import { snoozeTimes } from '../conversation/snooze-times.ts';
import { useDesk } from '../desk.ts';
import { Key } from '../keys/key.tsx';
import { t } from '../words.ts';
import styles from './bulk-bar.module.css';
import { useBulk } from './bulk.ts';
import type { Selection } from './selection.ts';

/** What can be done to all that is picked. While there is any, the keys of a ticket are for all of it. */
export function BulkBar(props: { selection: Selection }) {
  const state = useState();
  const { now } = useSession();
  const desk = useDesk();
  const bulk = useBulk();
  const ids = () => props.selection.ids();
  const times = createMemo(() => snoozeTimes(now()));

  async function run(work: (ids: string[]) => Promise<void>) {
    const chosen = ids();
    props.selection.clear();
    await work(chosen);
  }
  const take = () => void run(bulk.take);
  const resolve = () => void run((all) => bulk.status(all, 'resolved'));
  const ask = (of: CommandId) => desk.show({ name: 'palette', of });
  const asks = (of: CommandId, choices: () => Choice[]) => ({ [of]: { run: () => ask(of), choices, when } });
  let bar!: HTMLElement;
  /** Beside a ticket that fills a phone nobody sees what is picked. */
  const when = () => bar.checkVisibility();

  useCommands(
    {
      take: { run: take, when },
      resolve: { run: resolve, when },
      leave: { run: () => props.selection.clear(), when },
      ...asks('assign', () => [
        ...state.colleagues.map(({ id, name, activeTickets: n, capacity, availability }) => ({
          ...{ id, words: availability === 'away' ? t('availability.person', { name }) : name },
          hint: t('me.load', { n, capacity }),
          run: () => void run((all) => bulk.assign(all, id)),
        })),
        {
          ...{ id: 'nobody', words: t('ticket.nobody') },
          run: () => void run((all) => bulk.assign(all, null)),
        },
      ]),
      ...asks('status', () =>
        state.statuses.map(({ code, name }) => ({
          ...{ id: code, words: name },
          run: () => void run((all) => bulk.status(all, code)),
        })),
      ),
      ...asks('priority', () =>
        state.priorities.map(({ code, name }) => ({
          ...{ id: code, words: name },
          run: () => void run((all) => bulk.priority(all, code)),
        })),
      ),
      ...asks('snooze', () =>
        times().map(({ name, at }) => ({
          ...{ id: name, words: t(`snooze.${name}`), hint: momentWords(at) },
          run: () => void run((all) => bulk.snooze(all, at)),
        })),
      ),
    },
    'first',
  );

  return (
    <section class={styles.bar} ref={bar} aria-label={t('bulk.label')}>
      <p>
        <b>{t('bulk.picked', { n: ids().length })}</b>
        <button type="button" class="btn bare" onClick={() => props.selection.clear()}>
          {t('bulk.clear')} <Key of="leave" />
        </button>
      </p>
      <div>
        <button type="button" class="btn" onClick={take}>
          {t('ticket.take')} <Key of="take" />
        </button>
        <button type="button" class="btn" onClick={() => ask('assign')}>
          {t('bulk.assign')} <Key of="assign" />
        </button>
        <button type="button" class="btn" onClick={() => ask('status')}>
          {t('ticket.status')} <Key of="status" />
        </button>
        <button type="button" class="btn" onClick={() => ask('priority')}>
          {t('ticket.priority')} <Key of="priority" />
        </button>
        <button type="button" class="btn" onClick={() => ask('snooze')}>
          {t('snooze.open')} <Key of="snooze" />
        </button>
        <button type="button" class="btn" onClick={resolve}>
          {t('ticket.resolve')} <Key of="resolve" />
        </button>
      </div>
    </section>
  );
}
