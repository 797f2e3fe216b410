import { createEffect, createMemo, createSignal, For, on, Show, untrack } from 'solid-js';
import { Dialog } from '../../shared/ui/dialog.tsx';
import { keep } from '../../shared/keep.ts';
import { createPainted } from '../../shared/later.ts';
import { useState } from '../../shared/state/session.ts';
import { type CommandId, hasFirst } from '../commands.ts';
import { Caps } from '../keys/key.tsx';
import { isDialogOpen } from '../keys/dialog-open.ts';
import { t as desk } from '../words.ts';
import { createItems, type Item, SHOWN_MOST } from './items.ts';
import styles from './palette.module.css';
import { t } from './words.ts';

/** The number of items visible at once; the rest renders in the next frame. */
const SEEN_MOST = 15;

/** A combobox over one list of all commands and places. */
export function Palette(props: { of: CommandId | null; close: () => void }) {
  const recent = recentOf(useState().me.id);
  const [of, setOf] = createSignal(untrack(() => props.of));
  const [query, setQuery] = createSignal('');
  const [at, setAt] = createSignal(0);
  const all = createItems({ query, of, recent: recent.ids() });
  const isCut = () => query().trim() !== '' && all().length > SHOWN_MOST;
  const found = createMemo(() => (isCut() ? all().slice(0, SHOWN_MOST) : all()));
  // The selection disappeared meanwhile: the same command would act on the open ticket.
  const wasFirst = untrack(hasFirst);
  const isGone = createMemo<boolean>((was) => was || (wasFirst && !hasFirst()), false);
  const groups = createMemo(() => grouped(isGone() ? [] : found(), query() === ''));
  /** All items in display order. */
  const items = createMemo(() => groups().flatMap((group) => group.items));
  const isPainted = createPainted();
  let box!: HTMLInputElement;
  let list!: HTMLDivElement;

  createEffect(on([query, of], () => setAt(0), { defer: true }));
  /** The list can get shorter than the marked position. */
  const marked = () => items()[Math.min(at(), items().length - 1)];
  createEffect(() => {
    const item = marked();
    if (item) list.querySelector(`[id="${idOf(item)}"]`)?.scrollIntoView({ block: 'nearest' });
  });

  function choose(item: Item) {
    if (item.asks) {
      setOf(item.asks);
      setQuery((box.value = ''));
      return;
    }
    if (!of()) recent.used(item.id);
    // Closed first, so that the focus is back before the command runs.
    props.close();
    item.run();
  }

  function pressed(event: KeyboardEvent) {
    // The next key after closing can still come from here.
    if (event.isComposing || event.keyCode === 229 || !isDialogOpen()) return;
    const last = items().length - 1;
    const moves: Record<string, () => number> = {
      ArrowDown: () => (at() >= last ? 0 : at() + 1),
      ArrowUp: () => (at() <= 0 ? last : at() - 1),
      PageDown: () => Math.min(last, at() + 8),
      PageUp: () => Math.max(0, at() - 8),
    };
    const move = moves[event.key];
    const item = marked();
    if (move && last >= 0) setAt(move());
    else if (event.key === 'Enter' && item) choose(item);
    else if (event.key === 'Backspace' && query() === '' && of() && props.of === null) setOf(null);
    else if (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey)) props.close();
    else return;
    event.preventDefault();
  }

  const title = () => {
    const command = of();
    return command ? desk(`keys.${command}`) : t('title');
  };
  const count = () => {
    const n = items().length;
    return n === 1 ? t('count.one') : isCut() ? t('cut', { n, all: all().length }) : t('count.many', { n });
  };

  return (
    <Dialog labelledby="palette-title" class={styles.palette} close={() => props.close()}>
      <h2 id="palette-title" class={of() ? styles.title : 'sr'}>
        {title()}
      </h2>
      <input
        ref={box}
        class={styles.box}
        type="text"
        role="combobox"
        aria-label={of() ? title() : t('label')}
        aria-expanded="true"
        aria-controls="palette-list"
        aria-autocomplete="list"
        aria-activedescendant={idOf(marked())}
        placeholder={of() ? t('filter') : t('hint')}
        autocomplete="off"
        spellcheck={false}
        dir="auto"
        autofocus
        onInput={(event) => setQuery(event.currentTarget.value)}
        onKeyDown={pressed}
      />
      <div class={styles.list} id="palette-list" role="listbox" aria-label={t('list')} ref={list}>
        <For each={isPainted() ? groups() : headOf(groups())}>
          {(group) => (
            <div role="group" aria-label={group.name}>
              <Show when={group.isNamed}>
                <p class={styles.group} aria-hidden="true">
                  {group.name}
                </p>
              </Show>
              <For each={group.items}>
                {(item) => (
                  <div
                    id={idOf(item)}
                    role="option"
                    class={styles.item}
                    aria-selected={marked() === item}
                    // The box keeps the focus.
                    onMouseDown={(event) => event.preventDefault()}
                    onPointerMove={() => setAt(items().indexOf(item))}
                    onClick={() => choose(item)}
                  >
                    <span class="clip" dir="auto">
                      {item.words}
                    </span>
                    <Show when={item.hint}>
                      <small class="clip" dir="auto">
                        {item.hint}
                      </small>
                    </Show>
                    <span class={styles.keys}>
                      <Caps keys={item.keys} />
                    </span>
                  </div>
                )}
              </For>
            </div>
          )}
        </For>
      </div>
      <Show when={items().length === 0}>
        <p class={styles.none}>{isGone() ? t('gone') : t('none', { query: query() })}</p>
      </Show>
      <p class={isCut() ? styles.cut : 'sr'} role="status">
        {query() === '' ? '' : count()}
      </p>
    </Dialog>
  );
}

const idOf = (item: Item | undefined) => (item ? `palette-${item.id.replace(/[^\w-]/gu, '_')}` : undefined);

function headOf(groups: ReturnType<typeof grouped>) {
  let room = SEEN_MOST;
  return groups.flatMap((group) => {
    const items = group.items.slice(0, Math.max(0, room));
    room -= items.length;
    return items.length > 0 ? { ...group, items } : [];
  });
}

/** Grouped under headings while nothing is typed; otherwise by score. */
function grouped(items: Item[], isNamed: boolean) {
  if (!isNamed) return [{ name: t('list'), isNamed, items }];
  const groups = Map.groupBy(items, (item) => item.group);
  return [...groups].map(([name, own]) => ({ name, isNamed: groups.size > 1, items: own }));
}

const RECENT_MOST = 6;

/** The commands that this person used last, the latest first. */
function recentOf(userId: string) {
  const name = `recent:${userId}`;
  const ids = () => (keep.get(name) ?? '').split('\n').filter(Boolean);
  return {
    ids,
    used: (id: string) => keep.set(name, [id, ...ids().filter((one) => one !== id)].slice(0, RECENT_MOST).join('\n')),
  };
}
