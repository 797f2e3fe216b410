import Check from 'lucide-solid/icons/check';
import X from 'lucide-solid/icons/x';
import { createSignal, For, onMount, Show } from 'solid-js';
import type { Action, Area, Rights } from '../../../server/people/contract.ts';
import type { Preview, Role } from '../../../server/roles/contract.ts';
import { Dialog } from '../../shared/ui/dialog.tsx';
import { useDesk } from '../desk.ts';
import { shared } from '../words.ts';
import { rolesApi } from './roles-api.ts';
import styles from './roles.module.css';
import { t } from './words.ts';

const ACTS = {
  open: [['create', 'tickets']],
  reply: [['create', 'messages']],
  take: [['update', 'tickets']],
  others: [
    ['update', 'tickets'],
    ['update', 'others_tickets'],
  ],
  remove: [['delete', 'tickets']],
  readNotes: [['view', 'notes']],
  note: [['create', 'notes']],
  replies: [['create', 'saved_replies']],
  people: [
    ['create', 'people'],
    ['update', 'people'],
  ],
  roles: [['update', 'roles']],
  settings: [['update', 'settings']],
} as const satisfies Record<string, (readonly [Action, Area])[]>;
// `Object.keys` loses the type of the keys.
const ACT_NAMES = Object.keys(ACTS) as (keyof typeof ACTS)[];

const mayAll = (rights: Rights, act: keyof typeof ACTS) =>
  ACTS[act].every(([action, area]) => rights[area]?.includes(action) ?? false);

/** What the desk shows to a person with this role, as the server works it out. */
export function RolePreview(props: { role: Role; close: () => void }) {
  const desk = useDesk();
  const [seen, setSeen] = createSignal<Preview | null>(null);
  async function load() {
    const { code } = props.role;
    const found = await desk.attempt(() => rolesApi.preview(code));
    if (found) setSeen(found);
    else props.close();
  }
  onMount(() => void load());
  return (
    <Dialog labelledby="role-preview" class={styles.preview} close={() => props.close()}>
      <h2 id="role-preview">{t('preview.title', { name: props.role.name })}</h2>
      <p class={styles.banner}>{t('preview.banner')}</p>
      <Show when={seen()}>
        {(found) => (
          <Show when={found().kind === 'staff'} fallback={<p>{t('preview.customers')}</p>}>
            <div class={styles.stage}>
              <Menu items={found().menu} />
              <section aria-labelledby="preview-acts">
                <h3 id="preview-acts">{t('preview.acts')}</h3>
                <ul>
                  <For each={ACT_NAMES}>{(act) => <Act act={act} may={mayAll(found().rights, act)} />}</For>
                </ul>
              </section>
            </div>
          </Show>
        )}
      </Show>
      <form method="dialog" class={styles.choices}>
        <button type="submit" class="btn main">
          {shared('close')}
        </button>
      </form>
    </Dialog>
  );
}

function Menu(props: { items: Preview['menu'] }) {
  const under = (code: string | null) => props.items.filter(({ parent }) => parent === code);
  return (
    <section aria-labelledby="preview-menu">
      <h3 id="preview-menu">{t('preview.menu')}</h3>
      <ul>
        <For each={under(null)} fallback={<li>{t('preview.noMenu')}</li>}>
          {(item) => (
            <li>
              {item.label}
              <Show when={under(item.code).length > 0}>
                <ul>
                  <For each={under(item.code)}>{(page) => <li>{page.label}</li>}</For>
                </ul>
              </Show>
            </li>
          )}
        </For>
      </ul>
    </section>
  );
}

function Act(props: { act: keyof typeof ACTS; may: boolean }) {
  return (
    <li classList={{ [styles.no ?? '']: !props.may }}>
      <Show when={props.may} fallback={<X size={16} stroke-width={1.75} aria-hidden="true" />}>
        <Check size={16} stroke-width={1.75} aria-hidden="true" />
      </Show>
      <span>
        {t(props.may ? 'preview.may' : 'preview.mayNot')} {t(`acts.${props.act}`)}
      </span>
    </li>
  );
}
