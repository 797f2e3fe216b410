import Grip from 'lucide-solid/icons/grip-vertical';
import { Show } from 'solid-js';
import { waited } from '../../shared/time.ts';
import { RowMenu } from '../people/row-menu.tsx';
import type { Asked } from './value-dialogs.tsx';
import type { Item, ListName } from './value-api.ts';
import styles from './values.module.css';
import { t } from './words.ts';

const MINUTE_MS = 60_000;

interface Props {
  list: ListName;
  item: Item;
  isSorted: boolean;
  mayEdit: boolean;
  mayDelete: boolean;
  ask: (asked: Asked) => void;
  change: (what: 'restored' | 'default' | 'noDefault') => void;
  move: (by: number) => void;
  drag: { begin: () => void; over: () => boolean; drop: () => void };
}

export const usesWords = ({ n, more }: Item['tickets']) => (more ? t('many', { n }) : String(n));

export function ValueRow(props: Props) {
  const targets = () =>
    [props.item.responseMinutes, props.item.resolutionMinutes]
      .map((minutes = 0) => waited(minutes * MINUTE_MS))
      .join(', ');
  const isUsed = () => props.item.tickets.n > 0;
  const mayDefault = () => props.list !== 'tags' && !props.item.archived;
  const moves = (event: KeyboardEvent & { currentTarget: HTMLElement }) => {
    const { currentTarget: grip } = event;
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (by === 0) return;
    event.preventDefault();
    event.stopPropagation();
    props.move(by);
    // A row that changes its place loses the focus.
    grip.focus();
  };
  return (
    <tr
      classList={{ [styles.archived ?? '']: props.item.archived }}
      onDragOver={(event) => props.drag.over() && event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        props.drag.drop();
      }}
    >
      <th scope="row">
        <div class={styles.name}>
          <Show when={props.isSorted} fallback={<span />}>
            <button
              type="button"
              class={`btn bare icon ${styles.grip}`}
              draggable={true}
              aria-label={t('move', { name: props.item.name })}
              title={t('move', { name: props.item.name })}
              onKeyDown={moves}
              onDragStart={(event) => {
                event.dataTransfer?.setData('text/plain', props.item.name);
                props.drag.begin();
              }}
            >
              <Grip size={16} stroke-width={1.75} aria-hidden="true" />
            </button>
          </Show>
          <span class={`${styles.dot} ${styles[props.item.colour] ?? ''}`} title={t(`colours.${props.item.colour}`)} />
          <span class={styles.words}>
            <b class="clip" dir="auto">
              {props.item.name}
            </b>
            <Show when={props.item.description}>
              <small class="clip" dir="auto">
                {props.item.description}
              </small>
            </Show>
          </span>
        </div>
      </th>
      <Show when={props.item.type}>{(type) => <td class={styles.what}>{t(`types.${type()}`)}</td>}</Show>
      <Show when={props.item.responseMinutes}>
        <td class={styles.what}>{targets()}</td>
      </Show>
      <td class={styles.state}>{props.item.isDefault ? t('isDefault') : props.item.archived ? t('archived') : ''}</td>
      <td class={styles.number}>{usesWords(props.item.tickets)}</td>
      <td class={styles.act}>
        <Show when={props.mayEdit || props.mayDelete}>
          <RowMenu name={props.item.name}>
            {(choose) => (
              <>
                <Show when={props.mayEdit}>
                  <button type="button" onClick={choose(() => props.ask({ name: 'edit', item: props.item }))}>
                    {t('menu.edit')}
                  </button>
                  <Show when={mayDefault() && !props.item.isDefault}>
                    <button type="button" onClick={choose(() => props.change('default'))}>
                      {t('menu.makeDefault')}
                    </button>
                  </Show>
                  <Show when={props.list === 'categories' && props.item.isDefault}>
                    <button type="button" onClick={choose(() => props.change('noDefault'))}>
                      {t('menu.noDefault')}
                    </button>
                  </Show>
                  <Show when={props.item.archived}>
                    <button type="button" onClick={choose(() => props.change('restored'))}>
                      {t('menu.restore')}
                    </button>
                  </Show>
                  <Show when={!props.item.archived && !props.item.isDefault}>
                    <button type="button" onClick={choose(() => props.ask({ name: 'archive', item: props.item }))}>
                      {t('menu.archive')}
                    </button>
                  </Show>
                </Show>
                <Show when={props.mayDelete}>
                  <button
                    type="button"
                    class="hot"
                    onClick={choose(() => props.ask({ name: 'delete', item: props.item }))}
                  >
                    {t(isUsed() ? (props.list === 'tags' ? 'menu.merge' : 'menu.replace') : 'menu.delete')}
                  </button>
                </Show>
              </>
            )}
          </RowMenu>
        </Show>
      </td>
    </tr>
  );
}
