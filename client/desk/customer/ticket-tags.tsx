import { v7 as uuidv7 } from 'uuid';
import X from 'lucide-solid/icons/x';
import { createSignal, createUniqueId, For, Show } from 'solid-js';
import { fold } from '../../../server/folding/contract.ts';
import type { TicketRow } from '../../../server/tickets/contract.ts';
import { request } from '../../shared/request.ts';
import { createAfterWriting, isWriting } from '../../shared/ui/box.ts';
import { withItems } from '../../shared/state/timeline.ts';
import { useSession, useState } from '../../shared/state/session.ts';
import { useActions } from '../conversation/actions.ts';
import { useCommands } from '../commands.ts';
import { useDesk } from '../desk.ts';
import { t } from '../conversation/words.ts';
import styles from './ticket-tags.module.css';

/**
 * The tags of a ticket; typing an unknown name creates a tag. A new tag is everybody's, so the beginning of a known one is
 * created only when it is entered a second time.
 */
export function TicketTags(props: { row: TicketRow; disabled: boolean; why: string | undefined }) {
  const state = useState();
  const { store } = useSession();
  const desk = useDesk();
  const actions = useActions();
  const list = createUniqueId();
  /** What was entered, and the known tag that begins with it. */
  const [asked, setAsked] = createSignal<{ name: string; like: string } | null>(null);
  let box!: HTMLInputElement;
  // A colleague may take the ticket meanwhile: a disabled box would lose the focus, and its letters would be commands.
  const isLocked = createAfterWriting(
    () => props.disabled,
    (now) => now && isWriting(),
  );
  const named = () => props.row.tags.flatMap((id) => state.lists.tags.items.find((tag) => tag.id === id) ?? []);
  const others = () => state.lists.tags.items.filter((tag) => !tag.archived && !props.row.tags.includes(tag.id));

  /** A known tag that begins with the name and goes on. */
  function longer(name: string): string | undefined {
    const folded = fold(name);
    const names = state.lists.tags.items.flatMap((tag) => (tag.archived ? [] : tag.name));
    if (folded === '' || names.some((known) => fold(known) === folded)) return undefined;
    return names.find((known) => fold(known).startsWith(folded));
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
          const { currentTarget: form } = event;
          const name = box.value.trim();
          const like = name === asked()?.name ? undefined : longer(name);
          setAsked(like ? { name, like } : null);
          if (like) return;
          form.reset();
          if (name !== '') void add(name);
        }}
      >
        <input
          ref={box}
          class="input"
          name="name"
          list={list}
          maxLength={40}
          autocomplete="off"
          disabled={isLocked()}
          placeholder={t('tags.add')}
          aria-label={t('tags.add')}
          onInput={() => setAsked(null)}
        />
        <datalist id={list}>
          <For each={others()}>{(tag) => <option value={tag.name} />}</For>
        </datalist>
        <p role="status" class={styles.asked}>
          <Show when={asked()}>{(which) => t('tags.again', which())}</Show>
        </p>
      </form>
    </div>
  );
}
