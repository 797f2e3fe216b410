import Ellipsis from 'lucide-solid/icons/ellipsis';
import { createSignal, createUniqueId, Show } from 'solid-js';
import type { SavedView } from '../../../server/views/contract.ts';
import { api } from '../../shared/api.ts';
import { useSession, useState } from '../../shared/state/session.ts';
import { useCommands } from '../commands.ts';
import { useDesk, usePlace } from '../desk.ts';
import type { List } from '../queue/list.ts';
import { missingFilters } from './missing-filters.ts';
import { viewQueryIn, mayChange, searchOf, viewsOf, withView } from './saved.ts';
import styles from './view-bar.module.css';
import { t } from './words.ts';

/** The save, revert and edit buttons of a view. */
export function ViewBar(props: { list: List }) {
  const state = useState();
  const desk = useDesk();
  const place = usePlace();
  const { store } = useSession();
  const asked = () => viewQueryIn(place.view(), place.search());
  const gone = () => missingFilters(props.list.filters(), state, place.search());
  const isNew = () => !place.saved() && asked() !== null && !props.list.isPlain();
  const saveNew = () => {
    const view = asked();
    if (view) desk.show({ name: 'view', asked: view, of: null });
  };

  async function keep(view: SavedView) {
    const now = asked();
    const changed = now && (await desk.attempt(() => api.editView(view.id, now)));
    if (!changed) return;
    store.change((known) => withView(known, changed.id, changed));
    place.sortAndFilter(searchOf(changed));
    desk.say({ text: t('saved', { name: changed.name }) });
  }
  useCommands({ saveView: { run: saveNew, when: () => isNew() || place.isChanged() } });

  return (
    <>
      {/* In the head of the queue, which is equally high without it. */}
      <Show when={isNew()}>
        <button type="button" class={`${styles.do} ${styles.new}`} onClick={saveNew}>
          {t('save')}
        </button>
      </Show>
      <Show when={place.saved() || gone()}>
        <div class={styles.bar}>
          <Show when={gone()}>
            {(what) => (
              <p class={styles.gone} role="status">
                {what().words}{' '}
                <button type="button" class={styles.do} onClick={() => place.sortAndFilter(what().rest)}>
                  {t('gone.drop')}
                </button>
              </p>
            )}
          </Show>
          <Show when={place.saved()}>
            {(view) => (
              <>
                <Show when={place.isChanged()} fallback={gone() ? null : <Owner view={view()} />}>
                  <span>{t('changed')}</span>
                  <Show when={mayChange(view(), state)}>
                    <button type="button" class={styles.do} onClick={() => void keep(view())}>
                      {t('keep')}
                    </button>
                  </Show>
                  <button type="button" class={styles.do} onClick={saveNew}>
                    {t('saveNew')}
                  </button>
                  <button type="button" class={styles.do} onClick={() => place.sortAndFilter(searchOf(view()))}>
                    {t('revert')}
                  </button>
                </Show>
                <Show when={mayChange(view(), state)}>
                  <Menu view={view()} />
                </Show>
              </>
            )}
          </Show>
        </div>
      </Show>
    </>
  );
}

const nameOf = (view: SavedView, colleagues: { id: string; name: string }[]) =>
  colleagues.find(({ id }) => id === view.ownerId)?.name ?? t('someone');

function Owner(props: { view: SavedView }) {
  const state = useState();
  const words = () => {
    if (!props.view.shared) return t('onlyYou');
    return props.view.ownerId === state.me.id
      ? t('byYou')
      : t('by', { name: nameOf(props.view, state.lists.colleagues.items) });
  };
  return <span class="clip">{words()}</span>;
}

function Menu(props: { view: SavedView }) {
  const state = useState();
  const desk = useDesk();
  const place = usePlace();
  const { store } = useSession();
  const id = createUniqueId();
  const [asking, setAsking] = createSignal(false);
  const isMine = () => props.view.ownerId === state.me.id;
  let menu!: HTMLDivElement;

  async function remove() {
    // An undo would make the view mine, so deleting a colleague's view asks first.
    if (!isMine() && !asking()) return void setAsking(true);
    menu.hidePopover();
    // A plain copy, because the store removes the view in a moment.
    const { ownerId, updatedAt: _at, ...view } = structuredClone(unwrapped(props.view));
    if ((await desk.attempt(async () => (await api.deleteView(view.id), true))) === null) return;
    place.leaveSaved();
    store.change((known) => withView(known, view.id));
    const undo = async () => {
      const again = await desk.attempt(() => api.addView(view));
      if (again) store.change((known) => withView(known, again.id, again));
      return again !== null;
    };
    const text = t('deleted', { name: view.name });
    desk.say({ text, ...(ownerId === state.me.id && { undo }) });
  }
  /** The plain value behind the reactive one. */
  const unwrapped = (view: SavedView) => viewsOf(store.current() ?? state).find(({ id }) => id === view.id) ?? view;

  return (
    <>
      <button type="button" class={styles.more} popovertarget={id} aria-label={t('menu')} title={t('menu')}>
        <Ellipsis size={16} stroke-width={1.75} aria-hidden="true" />
      </button>
      <div
        ref={menu}
        id={id}
        class={`menu ${styles.menu}`}
        popover="auto"
        role="dialog"
        aria-label={t('menu')}
        onToggle={(event) => {
          setAsking(false);
          if (event.newState === 'open') menu.querySelector('button')?.focus();
        }}
      >
        <button
          type="button"
          onClick={() => {
            menu.hidePopover();
            desk.show({ name: 'view', asked: props.view, of: props.view.id });
          }}
        >
          {t('edit')}
        </button>
        <button type="button" onClick={() => void remove()}>
          {asking() ? t('deleteTheirs', { name: nameOf(props.view, state.lists.colleagues.items) }) : t('delete')}
        </button>
      </div>
    </>
  );
}
