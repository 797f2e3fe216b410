import { createEffect, createSignal, For, on, Show } from 'solid-js';
import { announce } from '../../shared/ui/announce.tsx';
import { useState } from '../../shared/state/session.ts';
import { useDesk } from '../desk.ts';
import { type Asked, ValueDialogs } from './value-dialogs.tsx';
import { editItem, type Item, type ListName, loadItems, orderItems } from './value-api.ts';
import { ValueRow } from './value-row.tsx';
import styles from './values.module.css';
import { t } from './words.ts';

/** One list with the number of tickets of each value; its rows change places by keys and by the pointer. */
export function ValueList(props: { list: ListName; isAlone: boolean }) {
  const state = useState();
  const desk = useDesk();
  const [items, setItems] = createSignal<Item[] | null>(null);
  const [failed, setFailed] = createSignal(false);
  const [asked, setAsked] = createSignal<Asked | null>(null);
  const may = (action: 'create' | 'update' | 'delete') => state.me.rights.settings?.includes(action) ?? false;
  const isSorted = () => props.list !== 'tags' && may('update');

  const load = () => {
    setFailed(false);
    loadItems(props.list).then(setItems, () => setFailed(true));
  };
  createEffect(on(() => state.lists[props.list].version, load));

  const keys = () => items()?.map(({ key }) => key) ?? [];
  const itemOf = (key: string) => items()?.find((one) => one.key === key);

  /** The row keeps the focus, because rows are made by their keys. */
  async function moveTo(key: string, to: number) {
    const others = keys().filter((one) => one !== key);
    const at = Math.max(0, Math.min(to, others.length));
    const codes = [...others.slice(0, at), key, ...others.slice(at)];
    if (codes.join() === keys().join()) return;
    setItems(codes.flatMap((one) => itemOf(one) ?? []));
    announce(t('moved', { name: itemOf(key)?.name ?? '', n: at + 1, of: codes.length }));
    const { list } = props;
    if ((await desk.attempt(() => orderItems(list, codes))) === null) load();
  }

  async function change(item: Item, what: 'restored' | 'default' | 'noDefault') {
    const edit = what === 'restored' ? { archived: false } : { isDefault: what === 'default' };
    const { list } = props;
    const done = await desk.attempt(() => editItem(list, item.key, edit));
    if (done === null) return;
    load();
    desk.say({ text: t(`said.${what}`, { name: item.name }) });
  }

  let dragged: string | null = null;
  return (
    <section class={styles.list} aria-labelledby={`list-${props.list}`}>
      <header>
        <div>
          <h3 id={`list-${props.list}`} classList={{ sr: props.isAlone }}>
            {t(`lists.${props.list}`)}
          </h3>
          <Show when={t(`about.${props.list}`)}>{(about) => <p>{about()}</p>}</Show>
        </div>
        <Show when={may('create')}>
          <button type="button" class="btn" onClick={() => setAsked({ name: 'add' })}>
            {t(`add.${props.list}`)}
          </button>
        </Show>
      </header>
      <Show when={failed()}>
        <p role="alert">
          {t('failed')}{' '}
          <button type="button" class="btn" onClick={load}>
            {t('again')}
          </button>
        </p>
      </Show>
      <Show when={items()} keyed={false}>
        <Show when={keys().length > 0} fallback={<p class={styles.none}>{t(`none.${props.list}`)}</p>}>
          <table class={styles.table}>
            <thead>
              <tr>
                <th scope="col">{t('column.name')}</th>
                <Show when={props.list === 'statuses' || props.list === 'priorities'}>
                  <th scope="col" class={styles.what}>
                    {t(props.list === 'statuses' ? 'column.type' : 'column.targets')}
                  </th>
                </Show>
                <th scope="col" class={styles.state}>
                  {t('column.state')}
                </th>
                <th scope="col" class={styles.number}>
                  {t('column.tickets')}
                </th>
                <td class={styles.act}>
                  <span class="sr">{t('column.more')}</span>
                </td>
              </tr>
            </thead>
            <tbody>
              <For each={keys()}>
                {(key, at) => (
                  <Show when={itemOf(key)}>
                    {(item) => (
                      <ValueRow
                        list={props.list}
                        item={item()}
                        isSorted={isSorted()}
                        mayEdit={may('update')}
                        mayDelete={may('delete')}
                        ask={setAsked}
                        change={(what) => void change(item(), what)}
                        move={(by) => void moveTo(key, at() + by)}
                        drag={{
                          begin: () => (dragged = key),
                          over: () => dragged !== null,
                          drop: () => {
                            if (dragged !== null) void moveTo(dragged, at());
                            dragged = null;
                          },
                        }}
                      />
                    )}
                  </Show>
                )}
              </For>
            </tbody>
          </table>
        </Show>
      </Show>
      <Show when={asked()}>
        {(about) => (
          <ValueDialogs
            list={props.list}
            asked={about()}
            items={items() ?? []}
            close={() => setAsked(null)}
            done={(text) => {
              setAsked(null);
              load();
              desk.say({ text });
            }}
          />
        )}
      </Show>
    </section>
  );
}
