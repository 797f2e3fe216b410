import { useNavigate } from '@solidjs/router';
import Eye from 'lucide-solid/icons/eye';
import { createEffect, createSignal, For, on, Show } from 'solid-js';
import type { Role } from '../../../server/roles/contract.ts';
import { useState } from '../../shared/state/session.ts';
import { Field } from '../../shared/ui/fields.tsx';
import { createForm } from '../../shared/ui/form.ts';
import { useDesk } from '../desk.ts';
import { Link } from '../link.tsx';
import { createLoaded } from '../settings/loaded.ts';
import { ById, OnePage } from '../settings/one-page.tsx';
import { RemoveRole } from './remove-role.tsx';
import { RightsBar } from './rights-bar.tsx';
import { changesBetween, withoutEmpty } from './rights-draft.ts';
import { RightsTable } from './rights-table.tsx';
import { RolePreview } from './role-preview.tsx';
import { rolesApi } from './roles-api.ts';
import styles from './roles.module.css';
import { t } from './words.ts';

export const RolePage = () => <ById>{(code) => <Loaded code={code} />}</ById>;

function Loaded(props: { code: string }) {
  const state = useState();
  const role = createLoaded(() => rolesApi.one(props.code));
  createEffect(on([() => state.lists.roles.version, () => state.lists.colleagues.version], role.load));
  return (
    <OnePage up="/settings/roles" words={t} class={styles.role} loaded={role}>
      {(found) => <Editor role={found()} put={role.put} />}
    </OnePage>
  );
}

function Editor(props: { role: Role; put: (role: Role) => void }) {
  const state = useState();
  const desk = useDesk();
  const navigate = useNavigate();
  const [draft, setDraft] = createSignal<Role['rights'] | null>(null);
  const [previews, setPreviews] = createSignal(false);
  const may = (action: 'create' | 'update' | 'delete') => state.me.rights.roles?.includes(action) ?? false;
  const now = () => draft() ?? props.role.rights;
  const isFixed = () => props.role.code === 'admin';

  async function save() {
    const { code } = props.role;
    const { rights } = await rolesApi.setRights(code, withoutEmpty(now()));
    props.put({ ...props.role, rights });
    setDraft(null);
  }
  /** The first free name of a copy. */
  function copyName() {
    const { name } = props.role;
    const names = state.lists.roles.items.map((one) => one.name);
    const all = [
      t('role.copy', { name }),
      ...[2, 3, 4, 5, 6, 7, 8, 9].map((n) => t('role.copyN', { name, n: String(n) })),
    ];
    return all.find((one) => !names.includes(one)) ?? name;
  }
  async function duplicate() {
    const { kind, rights } = props.role;
    const copy = { name: copyName(), kind, rights: withoutEmpty(rights) };
    const added = await desk.attempt(() => rolesApi.add(copy));
    if (!added) return;
    desk.say({ text: t('role.duplicated', { name: added.name }) });
    navigate(`/settings/roles/${added.code}`);
  }

  return (
    <>
      <header class={styles.head}>
        <div>
          <h2 dir="auto">{t('role.title', { name: props.role.name })}</h2>
          <p>
            {isFixed() ? t('role.fixed') : t.count('role.holders', props.role.people)}
            <Show when={Object.values(now()).every((actions) => actions.length === 0)}> {t('role.empty')}</Show>
          </p>
        </div>
        <p class={styles.acts}>
          <button type="button" class="btn" onClick={() => setPreviews(true)}>
            <Eye size={16} stroke-width={1.75} aria-hidden="true" />
            {t('role.seeAs', { name: props.role.name })}
          </button>
          <Show when={may('create')}>
            <button type="button" class="btn bare" onClick={() => void duplicate()}>
              {t('role.duplicate')}
            </button>
          </Show>
        </p>
      </header>
      <RightsTable
        name={props.role.name}
        kind={props.role.kind}
        rights={now()}
        isLocked={!may('update') || isFixed()}
        set={setDraft}
      />
      <Holders role={props.role} />
      <Show when={may('update')}>
        <Rename role={props.role} put={props.put} />
      </Show>
      <Show when={may('delete') && !props.role.predefined}>
        <RemoveRole role={props.role} />
      </Show>
      <RightsBar
        before={props.role.rights}
        now={now()}
        isChanged={changesBetween(props.role.rights, now()).length > 0}
        discard={() => setDraft(null)}
        save={save}
      />
      <Show when={previews()}>
        <RolePreview role={props.role} close={() => setPreviews(false)} />
      </Show>
    </>
  );
}

function Holders(props: { role: Role }) {
  const state = useState();
  const active = () => state.lists.colleagues.items.filter(({ role }) => role === props.role.code);
  return (
    <section class={styles.part} aria-labelledby="holders">
      <h3 id="holders">{t('role.who')}</h3>
      <Show when={props.role.kind === 'staff'} fallback={<p>{t('role.whoCustomers')}</p>}>
        <p dir="auto">
          <For each={active()} fallback={t('role.whoNobody')}>
            {(person, at) => (
              <>
                {at() > 0 ? ', ' : ''}
                <Link href={`/settings/people/${person.id}`}>{person.name}</Link>
              </>
            )}
          </For>
        </p>
      </Show>
    </section>
  );
}

function Rename(props: { role: Role; put: (role: Role) => void }) {
  const desk = useDesk();
  const form = createForm(
    ({ name = '' }) => rolesApi.rename(props.role.code, name),
    (role) => {
      props.put(role);
      desk.say({ text: t('role.renamed', { name: role.name }) });
    },
  );
  return (
    <form class={`${styles.part} ${styles.type}`} onSubmit={(event) => void form.submit(event)} novalidate>
      <Field
        label={t('role.name')}
        name="name"
        autocomplete="off"
        required
        value={props.role.name}
        problem={form.fields()['name'] ?? (form.problem() || undefined)}
      />
      <button type="submit" class="btn" disabled={form.busy()}>
        {t('role.rename')}
      </button>
    </form>
  );
}
