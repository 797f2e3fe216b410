import { For } from 'solid-js';
import { useSession, useState } from '../../shared/state/session.ts';
import { useChoices } from '../choices.ts';
import { type CommandId, useCommands } from '../commands.ts';
import { useDesk } from '../desk.ts';
import { Key } from '../keys/key.tsx';
import { t as deskWords } from '../words.ts';
import { defaultOf } from '../values.ts';
import { t } from '../conversation/words.ts';
import styles from './bulk-bar.module.css';
import { useBulk } from './bulk.ts';
import type { Selection } from './selection.ts';

/** Bulk actions for the selected tickets. While tickets are selected, ticket keys act on all of them. */
export function BulkBar(props: { selection: Selection }) {
  const { now } = useSession();
  const state = useState();
  const desk = useDesk();
  const bulk = useBulk();
  const choices = useChoices();
  const ids = () => props.selection.ids();
  const hasTeams = () => state.lists.teams.items.length > 0;
  let bar!: HTMLElement;
  /** On a phone an open ticket hides the selection, so its keys must not act. */
  const when = () => bar.checkVisibility();

  async function run(work: (ids: string[]) => Promise<void>) {
    const chosen = ids();
    props.selection.clear();
    await work(chosen);
  }
  const ask = (of: CommandId) => () => desk.show({ name: 'palette', of });
  /** Runs a choice on all selected tickets. */
  const doing =
    <V, C extends { value: V }>(all: (ids: string[]) => C[], work: (ids: string[], value: V) => Promise<void>) =>
    () =>
      all(ids()).map((one) => ({ ...one, run: () => void run((picked) => work(picked, one.value)) }));
  const acts = {
    take: { run: () => void run(bulk.take), when },
    assign: { run: ask('assign'), when, choices: doing(() => choices.people(), bulk.assign) },
    status: { run: ask('status'), when, choices: doing(() => choices.statuses(), bulk.status) },
    priority: { run: ask('priority'), when, choices: doing(() => choices.priorities(), bulk.priority) },
    team: { run: ask('team'), when: () => when() && hasTeams(), choices: doing(() => choices.teams(), bulk.team) },
    tag: { run: ask('tag'), when, choices: doing(bulk.tagChoices, bulk.tag) },
    snooze: { run: ask('snooze'), when, choices: doing(() => choices.times(now()), bulk.snooze) },
    resolve: {
      run: () => void run((all) => bulk.status(all, defaultOf('resolved', state.lists.statuses.items))),
      when,
    },
  };
  useCommands({ ...acts, leave: { run: () => props.selection.clear(), when } }, 'first');

  const buttons = () =>
    [
      ['take', deskWords('ticket.take')],
      ['assign', deskWords('bulk.assign')],
      ['status', deskWords('ticket.status')],
      ['priority', deskWords('ticket.priority')],
      ...(hasTeams() ? [['team', deskWords('ticket.team')] as const] : []),
      ['tag', t('tags.title')],
      ['snooze', t('snooze.open')],
      ['resolve', deskWords('ticket.resolve')],
    ] as const;

  return (
    <section class={styles.bar} ref={bar} aria-label={deskWords('bulk.label')}>
      <p>
        <b>{deskWords('bulk.picked', { n: ids().length })}</b>
        <button type="button" class="btn bare" onClick={() => props.selection.clear()}>
          {deskWords('bulk.clear')} <Key of="leave" />
        </button>
      </p>
      <div>
        <For each={buttons()}>
          {([of, words]) => (
            <button type="button" class="btn" onClick={() => acts[of].run()}>
              {words} <Key of={of} />
            </button>
          )}
        </For>
      </div>
    </section>
  );
}
