import { useNavigate } from '@solidjs/router';
import { createEffect, createSignal, For, on, Show } from 'solid-js';
import type { Role } from '../../../server/roles/contract.ts';
import { useState } from '../../shared/state/session.ts';
import { Field } from '../../shared/ui/fields.tsx';
import { createForm } from '../../shared/ui/form.ts';
import { Link } from '../link.tsx';
import { AddForm } from '../settings/add-form.tsx';
import column from '../settings/column.module.css';
import { FailedLine } from '../settings/failed-line.tsx';
import list from '../settings/list-page.module.css';
import { createLoaded } from '../settings/loaded.ts';
import { linesOf, sentenceOf } from './areas.ts';
import { withoutEmpty } from './rights-draft.ts';
import { rolesApi } from './roles-api.ts';
import styles from './roles.module.css';
import { t } from './words.ts';

export function RolesPage() {
  const state = useState();
  const roles = createLoaded(async () => (await rolesApi.list()).items);
  const [adding, setAdding] = createSignal(false);
  const mayAdd = () => state.me.rights.roles?.includes('create') ?? false;
  createEffect(on([() => state.lists.roles.version, () => state.lists.colleagues.version], roles.load));

  return (
    <main id="talk" class={column.column}>
      <header class={styles.head}>
        <div>
          <h2>{t('title')}</h2>
          <p>{t('intro')}</p>
        </div>
        <Show when={mayAdd() && !adding()}>
          <button type="button" class="btn main" onClick={() => setAdding(true)}>
            {t('add.open')}
          </button>
        </Show>
      </header>
      <Show when={roles.trouble()}>
        <FailedLine words={t} load={roles.load} />
      </Show>
      <Show when={roles.value()}>
        {(all) => (
          <>
            <Show when={adding()}>
              <AddRole roles={all()} cancel={() => setAdding(false)} />
            </Show>
            <For each={['staff', 'customer'] as const}>
              {(kind) => (
                <section class={styles.group} aria-labelledby={`roles-${kind}`}>
                  <h3 id={`roles-${kind}`}>{t(kind === 'staff' ? 'ofStaff' : 'ofCustomers')}</h3>
                  <ul class={`${list.list} ${styles.roles}`}>
                    <For each={all().filter((role) => role.kind === kind)}>{(role) => <Item role={role} />}</For>
                  </ul>
                </section>
              )}
            </For>
          </>
        )}
      </Show>
    </main>
  );
}

function Item(props: { role: Role }) {
  const says = () => {
    const { kind, rights } = props.role;
    if (Object.keys(rights).length === 0) return t('nothing');
    return linesOf(kind)
      .filter((area) => (rights[area]?.length ?? 0) > 0)
      .map((area) => `${t(`areas.${area}.name`)}: ${sentenceOf(kind, area, rights)}`)
      .join(' ');
  };
  return (
    <li>
      <Link href={`/settings/roles/${props.role.code}`} class="ring-in">
        <b class="clip" dir="auto">
          {props.role.name}
        </b>
        <span class="clip">{says()}</span>
        <small>{props.role.people === 0 ? t('nobody') : t.count('people', props.role.people)}</small>
      </Link>
    </li>
  );
}

function AddRole(props: { roles: Role[]; cancel: () => void }) {
  const navigate = useNavigate();
  const sending = createForm(
    ({ name = '', like = '' }) => {
      const model = props.roles.find(({ code }) => code === like);
      return rolesApi.add({ name, rights: withoutEmpty(model?.rights ?? {}) });
    },
    (role) => navigate(`/settings/roles/${role.code}`),
  );
  return (
    <AddForm sending={sending} go={t('add.go')} cancel={props.cancel}>
      <Field
        label={t('add.name')}
        name="name"
        autocomplete="off"
        required
        problem={sending.fields()['name'] ?? sending.fields()['code']}
      />
      <div class="field">
        <label for="role-like">{t('add.like')}</label>
        <select id="role-like" name="like" class="input">
          <option value="">{t('add.empty')}</option>
          <For each={props.roles.filter(({ kind }) => kind === 'staff')}>
            {(role) => (
              <option value={role.code} selected={role.code === 'agent'}>
                {role.name}
              </option>
            )}
          </For>
        </select>
      </div>
    </AddForm>
  );
}
