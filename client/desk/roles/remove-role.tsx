import { useNavigate } from '@solidjs/router';
import { createSignal, For } from 'solid-js';
import type { Role } from '../../../server/roles/contract.ts';
import { useState } from '../../shared/state/session.ts';
import { Field } from '../../shared/ui/fields.tsx';
import { useDesk } from '../desk.ts';
import { rolesApi } from './roles-api.ts';
import styles from './roles.module.css';
import { t } from './words.ts';

/** Its people get another role first. Deleting cannot be undone, so the person types the name of the role. */
export function RemoveRole(props: { role: Role }) {
  const state = useState();
  const desk = useDesk();
  const navigate = useNavigate();
  const [typed, setTyped] = createSignal('');
  const [instead, setInstead] = createSignal('');
  const isUsed = () => props.role.people > 0;
  const isReady = () => typed().trim() === props.role.name && (!isUsed() || instead() !== '');

  async function remove() {
    const { code, name } = props.role;
    const replaceBy = instead() || null;
    const gone = await desk.attempt(async () => (await rolesApi.remove(code, replaceBy), true));
    if (gone === null) return;
    desk.say({ text: t('remove.done', { name }) });
    navigate('/settings/roles');
  }

  return (
    <section class={`${styles.part} ${styles.last}`} aria-labelledby="remove">
      <h3 id="remove">{t('remove.title')}</h3>
      <p>{isUsed() ? t.count('remove.people', props.role.people) : t('remove.nobody')}</p>
      <form
        class={styles.type}
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady()) void remove();
        }}
      >
        <div class="field">
          <label for="role-instead">{t('remove.instead')}</label>
          <select id="role-instead" class="input" onChange={(event) => setInstead(event.currentTarget.value)}>
            <option value="">{t('remove.choose')}</option>
            <For
              each={state.lists.roles.items.filter(
                ({ code, kind }) => code !== props.role.code && kind === props.role.kind,
              )}
            >
              {(role) => <option value={role.code}>{role.name}</option>}
            </For>
          </select>
        </div>
        <Field
          label={t('remove.type', { name: props.role.name })}
          autocomplete="off"
          spellcheck={false}
          value={typed()}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
        <button type="submit" class="btn danger" disabled={!isReady()}>
          {t('remove.go', { name: props.role.name })}
        </button>
      </form>
    </section>
  );
}
