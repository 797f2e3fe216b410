import ArrowDown from 'lucide-solid/icons/arrow-down';
import ArrowUp from 'lucide-solid/icons/arrow-up';
import { createEffect, createSignal, For, on, Show } from 'solid-js';
import type { Item } from '../../../server/menu/contract.ts';
import { useState } from '../../shared/state/session.ts';
import { announce } from '../../shared/ui/announce.tsx';
import { useDesk } from '../desk.ts';
import column from '../settings/column.module.css';
import { type Edit, menuApi } from './menu-api.ts';
import { MenuForm } from './menu-form.tsx';
import { MenuIcon } from './menu-icon.tsx';
import styles from './menu-page.module.css';
import { t } from './words.ts';

/** The item that is being dragged, with its parent: it can be dropped on items of the same parent. */
type Dragged = Pick<Item, 'code' | 'parent'> | null;

export function MenuPage() {
  const state = useState();
  const desk = useDesk();
  const [items, setItems] = createSignal<Item[] | null>(null);
  const [failed, setFailed] = createSignal(false);
  const [asked, setAsked] = createSignal<Item | 'new' | null>(null);
  const [dragged, setDragged] = createSignal<Dragged>(null);
  const may = (action: 'create' | 'update') => state.me.rights.settings?.includes(action) ?? false;
  async function load() {
    setFailed(false);
    await menuApi.list().then(
      (answer) => setItems(answer.items),
      () => setFailed(true),
    );
  }
  createEffect(on([() => state.lists.menu.version, () => state.lists.roles.version], () => void load()));

  const under = (parent: string | null) => (items() ?? []).filter((one) => one.parent === parent);
  /** Before the item that is there now; last where none is. */
  async function move(item: Item, to: number) {
    const others = under(item.parent).filter(({ code }) => code !== item.code);
    const change: Edit = { before: others[to]?.code ?? null };
    const { code, label } = item;
    const moved = await desk.attempt(() => menuApi.edit(code, change));
    if (!moved) return;
    await load();
    announce(t('moved', { label, n: String(to + 1) }));
  }

  return (
    <main id="talk" class={column.column}>
      <header class={styles.head}>
        <div>
          <h2>{t('title')}</h2>
          <p>{t('intro')}</p>
        </div>
        <Show when={may('create')}>
          <button type="button" class="btn main" onClick={() => setAsked('new')}>
            {t('add')}
          </button>
        </Show>
      </header>
      <Show when={failed()}>
        <p class={styles.failed} role="alert">
          {t('failed')}
          <button type="button" class="btn" onClick={() => void load()}>
            {t('again')}
          </button>
        </p>
      </Show>
      <Show when={items()}>
        <Show when={may('update')}>
          <p class={styles.keys}>{t('keys')}</p>
        </Show>
        <Branch parent={null} />
      </Show>
      <Show when={asked()} keyed>
        {(item) => (
          <MenuForm
            item={item === 'new' ? null : item}
            items={items() ?? []}
            close={() => setAsked(null)}
            done={() => {
              setAsked(null);
              void load();
            }}
          />
        )}
      </Show>
    </main>
  );

  function Branch(props: { parent: string | null }) {
    return (
      <ul class={styles.items}>
        <For each={under(props.parent)}>{(item, at) => <Row item={item} at={at()} />}</For>
      </ul>
    );
  }

  function Row(props: { item: Item; at: number }) {
    const isLast = () => props.at === under(props.item.parent).length - 1;
    const isTarget = () => dragged() !== null && dragged()?.parent === props.item.parent;
    return (
      <li>
        <div
          class={styles.row}
          classList={{
            [styles.off ?? '']: props.item.hidden,
            [styles.dragged ?? '']: dragged()?.code === props.item.code,
          }}
          draggable={may('update')}
          onDragStart={() => setDragged({ code: props.item.code, parent: props.item.parent })}
          onDragEnd={() => setDragged(null)}
          onDragOver={(event) => isTarget() && event.preventDefault()}
          onDrop={(event) => {
            event.preventDefault();
            const one = items()?.find(({ code }) => code === dragged()?.code);
            if (one && isTarget() && one.code !== props.item.code) void move(one, props.at);
          }}
        >
          <Show when={props.item.icon ?? props.item.own} fallback={<i class={styles.noIcon} />}>
            <MenuIcon name={props.item.icon} />
          </Show>
          <span class={styles.what}>
            <b class="clip" dir="auto">
              {props.item.label}
            </b>
            <small class="clip">{notesOn(props.item)}</small>
          </span>
          <Show when={may('update')}>
            <button
              type="button"
              class="btn bare icon"
              aria-label={t('up', { label: props.item.label })}
              disabled={props.at === 0}
              onClick={() => void move(props.item, props.at - 1)}
            >
              <ArrowUp size={16} stroke-width={1.75} aria-hidden="true" />
            </button>
            <button
              type="button"
              class="btn bare icon"
              aria-label={t('down', { label: props.item.label })}
              disabled={isLast()}
              onClick={() => void move(props.item, props.at + 1)}
            >
              <ArrowDown size={16} stroke-width={1.75} aria-hidden="true" />
            </button>
            <button
              type="button"
              class="btn bare"
              aria-label={t('edit', { label: props.item.label })}
              onClick={() => setAsked(props.item)}
            >
              {t('editShort')}
            </button>
          </Show>
        </div>
        <Show when={under(props.item.code).length > 0}>
          <Branch parent={props.item.code} />
        </Show>
      </li>
    );
  }

  function notesOn({ hidden, roles, people, href, own }: Item) {
    const names = [
      ...roles.map((code) => state.lists.roles.items.find((one) => one.code === code)?.name ?? code),
      ...people.flatMap((id) => state.lists.colleagues.items.find((one) => one.id === id)?.name ?? []),
    ];
    return [
      ...(own ? [href] : []),
      ...(hidden ? [t('hidden')] : []),
      ...(names.length > 0 ? [t('limited', { names: names.join(', ') })] : []),
    ].join(' · ');
  }
}
