import { v7 as uuidv7 } from 'uuid';
import X from 'lucide-solid/icons/x';
import { createMemo, createSignal, createUniqueId, For, Show } from 'solid-js';
import { fold } from '../../../server/folding/contract.ts';
import type { TicketRow } from '../../../server/tickets/contract.ts';
import { request } from '../../shared/request.ts';
import { type Box, createAfterWriting, isWriting, ownBox } from '../../shared/ui/box.ts';
import { withItems } from '../../shared/state/timeline.ts';
import { useSession, useState } from '../../shared/state/session.ts';
import { useActions } from '../conversation/actions.ts';
import { useCommands } from '../commands.ts';
import { useDesk } from '../desk.ts';
import { Key } from '../keys/key.tsx';
import { t } from '../conversation/words.ts';
import styles from './ticket-tags.module.css';

const MOST = 8;

/** A tag of the list; null creates one with the typed name. */
type Option = { name: string } | null;

/**
 * The tags of a ticket. Under the box stand the tags that match it, those that begin with it first. A new tag is
 * everybody's, so Enter creates one only from the row that says so.
 */
export function TicketTags(props: { row: TicketRow; disabled: boolean; why: string | undefined }) {
  const state = useState();
  const { store } = useSession();
  const desk = useDesk();
  const actions = useActions();
  const list = createUniqueId();
  const [typed, setTyped] = createSignal('');
  const [isOpen, setIsOpen] = createSignal(false);
  const [at, setAt] = createSignal(0);
  const idOf = (i: number) => `${list}-${i}`;
  let box!: HTMLInputElement;
  let own!: Box;
  // A colleague may take the ticket meanwhile: a disabled box would lose the focus, and its letters would be commands.
  const isLocked = createAfterWriting(
    () => props.disabled,
    (now) => now && isWriting(),
  );
  const named = () => props.row.tags.flatMap((id) => state.lists.tags.items.find((tag) => tag.id === id) ?? []);
  const others = () => state.lists.tags.items.filter((tag) => !tag.archived && !props.row.tags.includes(tag.id));

  /** Also tags of this ticket: who types the beginning of one means it. */
  const options = createMemo((): Option[] => {
    const name = typed().trim();
    if (name === '') return others().slice(0, MOST);
    const folded = fold(name);
    const known = state.lists.tags.items.filter((tag) => !tag.archived && fold(tag.name).includes(folded));
    const begins = ({ name: one }: { name: string }) => fold(one).startsWith(folded);
    const sorted = [...known.filter(begins), ...known.filter((tag) => !begins(tag))].slice(0, MOST);
    const isKnown = known.some((tag) => fold(tag.name) === folded);
    return isKnown ? sorted.toSorted((one) => (fold(one.name) === folded ? -1 : 0)) : [...sorted, null];
  });
  /** The row of Enter: the first that begins with what is typed, or else the one that creates. */
  function best(): number {
    const folded = fold(typed().trim());
    const first = options()[0];
    return first && fold(first.name).startsWith(folded) ? 0 : options().length - 1;
  }
  const isShown = () => isOpen() && options().length > 0;
  function look(text: string) {
    setTyped(text);
    setIsOpen(text.trim() !== '');
    setAt(best());
  }
  function choose(option: Option) {
    const name = option?.name ?? typed().trim();
    own.write('');
    look('');
    if (name !== '') void add(name);
  }
  function pressed(event: KeyboardEvent) {
    const { length } = options();
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (event.key === 'Escape') {
      own.write('');
      look('');
    }
    if (step === 0 || length === 0) return;
    event.preventDefault();
    if (isShown()) setAt((now) => (now + step + length) % length);
    else setAt(step > 0 ? 0 : length - 1);
    setIsOpen(true);
  }

  const set = (tagIds: string[]) => actions.setTags(props.row, tagIds);
  async function add(name: string) {
    const known = state.lists.tags.items.find((tag) => !tag.archived && fold(tag.name) === fold(name));
    const tag = known ?? (await desk.attempt(() => request('POST', '/tags', { id: uuidv7(), name })));
    if (!tag) return;
    // The list may have come with the tag before this answer did.
    if (!state.lists.tags.items.some(({ id }) => id === tag.id))
      store.change((now) => withItems(now, 'tags', [...now.lists.tags.items, tag]));
    if (!props.row.tags.includes(tag.id)) await set([...props.row.tags, tag.id]);
  }

  useCommands({
    tag: {
      run() {
        // On narrow screens the panel is a drawer.
        if (!box.checkVisibility()) box.closest<HTMLElement>('[popover]')?.showPopover();
        box.focus();
      },
      why: () => props.why,
      when: () => !props.disabled,
    },
  });

  return (
    <div class={styles.tags}>
      <ul>
        <For each={named()}>
          {(tag) => (
            <li>
              <span class="clip" dir="auto">
                {tag.name}
              </span>
              <button
                type="button"
                disabled={props.disabled}
                aria-label={t('tags.remove', { name: tag.name })}
                onClick={() => void set(props.row.tags.filter((id) => id !== tag.id))}
              >
                <X size={14} stroke-width={1.75} aria-hidden="true" />
              </button>
            </li>
          )}
        </For>
      </ul>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const option = isShown() ? options()[at()] : undefined;
          if (option !== undefined) choose(option);
        }}
      >
        <input
          ref={(element) => {
            box = element;
            own = ownBox(element);
          }}
          class="input"
          name="name"
          role="combobox"
          aria-autocomplete="list"
          aria-expanded={isShown()}
          aria-controls={list}
          aria-activedescendant={isShown() ? idOf(at()) : undefined}
          maxLength={40}
          autocomplete="off"
          disabled={isLocked()}
          placeholder={t('tags.add')}
          aria-label={t('tags.add')}
          onInput={(event) => look(event.currentTarget.value)}
          onKeyDown={pressed}
          onFocus={() => look(box.value)}
          onBlur={() => setIsOpen(false)}
        />
        <Show when={!isLocked()}>
          <Key of="tag" />
        </Show>
      </form>
      <Show when={isShown()}>
        <div class={styles.matches} id={list} role="listbox" aria-label={t('tags.matches')}>
          <For each={options()}>
            {(option, i) => (
              // A pointer must not take the focus from the box.
              <div
                id={idOf(i())}
                role="option"
                class="clip"
                dir="auto"
                aria-selected={at() === i()}
                onPointerDown={(event) => event.preventDefault()}
                onPointerMove={() => setAt(i())}
                onClick={() => choose(option)}
              >
                {option?.name ?? t('tags.create', { name: typed().trim() })}
              </div>
            )}
          </For>
        </div>
      </Show>
    </div>
  );
}
