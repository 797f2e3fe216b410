import { For, Show } from 'solid-js';
import { useState } from '../../shared/state/session.ts';
import { Face } from '../../shared/ui/face.tsx';
import { useLoad } from '../colleagues/load.ts';
import part from '../settings/part.module.css';
import styles from './members-part.module.css';
import type { TeamDraft } from './draft.ts';
import { t } from './words.ts';

/** From this share of their limit on the load is warm. */
const WARM_FROM = 0.8;

/** Who is in the team, and how much each has. */
export function MembersPart(props: { draft: TeamDraft }) {
  const state = useState();
  const loadOf = useLoad();
  const ids = () => props.draft.draft().memberIds;
  const set = (memberIds: string[]) => props.draft.edit({ memberIds: memberIds.toSorted() });
  const colleague = (id: string) => state.lists.colleagues.items.find((one) => one.id === id);
  const others = () => state.lists.colleagues.items.filter(({ id }) => !ids().includes(id));
  const name = (id: string) => colleague(id)?.name ?? t('people.gone');

  return (
    <section class={part.part} aria-labelledby="members">
      <h3 id="members">{t('people.title')}</h3>
      <p>{t('people.intro')}</p>
      <Show when={ids().length > 0} fallback={<p>{t('people.none')}</p>}>
        <ul class={styles.members}>
          <For each={ids().toSorted((a, b) => name(a).localeCompare(name(b)))}>
            {(id) => {
              const load = () => {
                const one = colleague(id);
                return one && loadOf(one);
              };
              return (
                <li>
                  <Face of={colleague(id) ?? { name: name(id) }} />
                  <b class="clip" dir="auto">
                    {name(id)}
                  </b>
                  <Show when={load()}>
                    {(now) => (
                      <span
                        class={styles.load}
                        classList={{ warm: now().n > 0 && now().n >= WARM_FROM * now().capacity }}
                        title={t('people.loadTitle', now())}
                      >
                        {t('people.load', now())}
                        <i aria-hidden="true">
                          <b
                            style={{
                              'inline-size': `${Math.min(100, (100 * now().n) / Math.max(1, now().capacity))}%`,
                            }}
                          />
                        </i>
                      </span>
                    )}
                  </Show>
                  <button
                    type="button"
                    class="btn bare"
                    aria-label={t('people.removeOne', { name: name(id) })}
                    onClick={() => set(ids().filter((one) => one !== id))}
                  >
                    {t('people.remove')}
                  </button>
                </li>
              );
            }}
          </For>
        </ul>
      </Show>
      <Show when={others().length > 0}>
        <select
          class={`input ${part.narrow}`}
          aria-label={t('people.add')}
          // The chosen option goes with its person, and the first shows again.
          onChange={({ currentTarget: { value } }) => value && set([...ids(), value])}
        >
          <option value="">{t('people.add')}</option>
          <For each={others()}>{(one) => <option value={one.id}>{one.name}</option>}</For>
        </select>
      </Show>
      <p class="problem">{props.draft.firstProblemIn('memberIds')}</p>
    </section>
  );
}
