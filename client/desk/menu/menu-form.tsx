import { createSignal, For, Show, untrack } from 'solid-js';
import type { Item } from '../../../server/menu/contract.ts';
import { useState } from '../../shared/state/session.ts';
import { FormProblem } from '../../shared/ui/account-fields.tsx';
import { Dialog } from '../../shared/ui/dialog.tsx';
import { Field } from '../../shared/ui/fields.tsx';
import { createForm } from '../../shared/ui/form.ts';
import { useDesk } from '../desk.ts';
import { shared } from '../words.ts';
import { menuApi } from './menu-api.ts';
import { ICON_NAMES } from './menu-icon.tsx';
import styles from './menu-page.module.css';
import { t } from './words.ts';

interface Props {
  /** Null for a new link. */
  item: Item | null;
  items: Item[];
  close: () => void;
  done: () => void;
}

export function MenuForm(props: Props) {
  const state = useState();
  const desk = useDesk();
  const [roles, setRoles] = createSignal(untrack(() => props.item?.roles ?? []));
  const [people, setPeople] = createSignal(untrack(() => props.item?.people ?? []));
  const isNew = () => props.item === null;
  const isOwn = () => props.item?.own ?? true;
  const isFree = () => !props.item?.needed;
  const mayDelete = () => isOwn() && !isNew() && (state.me.rights.settings?.includes('delete') ?? false);
  const staffRoles = () => state.lists.roles.items.filter(({ kind }) => kind === 'staff');

  const form = createForm(
    ({ label = '', href = '', icon = '', parent = '', section = '', hidden }) => {
      const known = {
        label,
        icon: ICON_NAMES.find((name) => name === icon) ?? null,
        section: section.trim() || null,
        ...(isFree() && { parent: parent || null, roles: roles(), people: people() }),
      };
      const { item } = props;
      if (!item) return menuApi.add({ ...known, href });
      return menuApi.edit(item.code, {
        ...known,
        ...(item.own && { href }),
        ...(isFree() && { hidden: hidden !== undefined }),
      });
    },
    () => {
      desk.say({ text: t('saved') });
      props.done();
    },
  );
  async function remove({ code, label }: Item) {
    const gone = await desk.attempt(async () => (await menuApi.remove(code), true));
    if (gone === null) return;
    desk.say({ text: t('removed', { label }) });
    props.done();
  }
  const toggle = (list: string[], id: string, isIn: boolean) =>
    isIn ? [...list, id] : list.filter((one) => one !== id);

  return (
    <Dialog labelledby="menu-form" class={styles.form} close={() => props.close()}>
      <form onSubmit={(event) => void form.submit(event)} novalidate>
        <h2 id="menu-form">{props.item ? t('form.edit', { label: props.item.label }) : t('form.add')}</h2>
        <Field
          label={t('form.label')}
          name="label"
          autocomplete="off"
          required
          value={props.item?.label ?? ''}
          problem={form.fields()['label']}
        />
        <Show when={isOwn()}>
          <Field
            label={t('form.href')}
            name="href"
            inputmode="url"
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            required
            value={props.item?.href ?? ''}
            hint={t('form.hrefHint')}
            problem={form.fields()['href']}
          />
        </Show>
        <div class="field">
          <label for="menu-icon">{t('form.icon')}</label>
          <select id="menu-icon" name="icon" class="input">
            <option value="">{t('form.noIcon')}</option>
            <For each={ICON_NAMES}>
              {(name) => (
                <option value={name} selected={name === props.item?.icon}>
                  {name}
                </option>
              )}
            </For>
          </select>
        </div>
        <Show when={isFree()}>
          <div class="field">
            <label for="menu-parent">{t('form.parent')}</label>
            <select id="menu-parent" name="parent" class="input">
              <option value="">{t('form.top')}</option>
              <For each={props.items.filter(({ code }) => code !== props.item?.code)}>
                {(one) => (
                  <option value={one.code} selected={one.code === props.item?.parent}>
                    {one.label}
                  </option>
                )}
              </For>
            </select>
            <Show when={form.fields()['parent']}>{(problem) => <p class="problem">{problem()}</p>}</Show>
          </div>
        </Show>
        <Field
          label={t('form.section')}
          name="section"
          autocomplete="off"
          value={props.item?.section ?? ''}
          problem={form.fields()['section']}
        />
        <Show when={isFree()}>
          <fieldset class={styles.checks}>
            <legend class="label">{t('form.shownTo')}</legend>
            <p class="hint">{t('form.all')}</p>
            <For each={staffRoles()}>
              {(role) => (
                <label>
                  <input
                    class="check"
                    type="checkbox"
                    checked={roles().includes(role.code)}
                    onChange={(event) => setRoles(toggle(roles(), role.code, event.currentTarget.checked))}
                  />
                  {role.name}
                </label>
              )}
            </For>
            <For each={state.lists.colleagues.items}>
              {(person) => (
                <label>
                  <input
                    class="check"
                    type="checkbox"
                    checked={people().includes(person.id)}
                    onChange={(event) => setPeople(toggle(people(), person.id, event.currentTarget.checked))}
                  />
                  <span dir="auto">{person.name}</span>
                </label>
              )}
            </For>
          </fieldset>
          <Show when={!isNew()}>
            <label class={styles.hide}>
              <input class="check" type="checkbox" name="hidden" checked={props.item?.hidden ?? false} />
              {t('form.hidden')}
            </label>
          </Show>
        </Show>
        <FormProblem form={form} />
        <p class={styles.do}>
          <Show when={mayDelete() && props.item}>
            {(item) => (
              <button type="button" class="btn danger" onClick={() => void remove(item())}>
                {t('form.remove')}
              </button>
            )}
          </Show>
          <button type="button" class="btn bare" onClick={() => props.close()}>
            {shared('cancel')}
          </button>
          <button type="submit" class="btn main" disabled={form.busy()}>
            {shared('save')}
          </button>
        </p>
      </form>
    </Dialog>
  );
}
