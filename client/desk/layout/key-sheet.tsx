import { For, Show } from 'solid-js';
import { Dialog } from '../../shared/ui/dialog.tsx';
import { useState } from '../../shared/state/session.ts';
import { type CommandId, COMMANDS, commandIds, GROUPS, isFor } from '../commands.ts';
import { useDesk } from '../desk.ts';
import { Key } from '../keys/key.tsx';
import { activeKeysOf } from '../keys/keymap.ts';
import { preferences } from '../preferences/preferences.ts';
import { shared, t } from '../words.ts';
import styles from './key-sheet.module.css';

/** All shortcuts with this person's keys. */
export function KeySheet(props: { close: () => void }) {
  const desk = useDesk();
  const state = useState();
  /** Without categories there is none to set. */
  const hasUse = (id: CommandId) => id !== 'category' || state.lists.categories.items.some(({ archived }) => !archived);
  const inGroup = (group: string) =>
    commandIds.filter(
      (id) => COMMANDS[id].group === group && activeKeysOf(id) !== '' && isFor(id, state.me.menu) && hasUse(id),
    );

  return (
    <Dialog labelledby="keys-title" class={styles.dialog} close={() => props.close()}>
      <form method="dialog" class={styles.sheet}>
        {/* Takes the first focus; otherwise a long sheet would open at its end. */}
        <h2 id="keys-title" tabindex="-1" autofocus>
          {t('sheet.title')}
        </h2>
        <Show when={!preferences().singleKeys}>
          <p class={styles.off}>{t('sheet.off')}</p>
        </Show>
        <div class={styles.groups}>
          <For each={GROUPS}>
            {(group) => (
              <Show when={inGroup(group).length > 0}>
                <section>
                  <h3>{t(`groups.${group}`)}</h3>
                  <dl>
                    <For each={inGroup(group)}>
                      {(id) => (
                        <div>
                          <dt>{t(`keys.${id}`)}</dt>
                          <dd>
                            <Key of={id} />
                          </dd>
                        </div>
                      )}
                    </For>
                  </dl>
                </section>
              </Show>
            )}
          </For>
        </div>
        <div class={styles.foot}>
          <button type="button" class="btn bare" onClick={() => desk.show({ name: 'preferences' })}>
            {t('sheet.change')}
          </button>
          <button type="submit" class="btn">
            {shared('close')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
