import { useNavigate } from '@solidjs/router';
import { createSignal, createUniqueId, For } from 'solid-js';
import type { TeamDetails } from '../../../server/teams/contract.ts';
import { Field } from '../../shared/ui/fields.tsx';
import { useDesk } from '../desk.ts';
import part from '../settings/part.module.css';
import styles from '../sites/remove-part.module.css';
import { teamApi } from './team-api.ts';
import { t } from './words.ts';

/** Deleting cannot be undone, so the person types the name of the team. */
export function RemovePart(props: { team: TeamDetails; others: TeamDetails[] }) {
  const desk = useDesk();
  const navigate = useNavigate();
  const id = createUniqueId();
  const [typed, setTyped] = createSignal('');
  const [to, setTo] = createSignal('');
  const isTyped = () => typed().trim() === props.team.name;

  async function remove() {
    const { id: teamId, name } = props.team;
    const replaceBy = to();
    if ((await desk.attempt(async () => (await teamApi.remove(teamId, replaceBy), true))) === null) return;
    desk.say({ text: t('remove.done', { name }) });
    navigate('/settings/teams');
  }

  return (
    <section class={`${part.part} ${part.last}`} aria-labelledby="remove">
      <h3 id="remove">{t('remove.title')}</h3>
      <p>{t('remove.intro')}</p>
      <div class={`field ${part.narrow}`}>
        <label for={id}>{t('remove.to')}</label>
        <select id={id} class="input" onChange={(event) => setTo(event.currentTarget.value)}>
          <option value="">{t('remove.nobody')}</option>
          <For each={props.others}>{(team) => <option value={team.id}>{team.name}</option>}</For>
        </select>
      </div>
      <form
        class={styles.type}
        onSubmit={(event) => {
          event.preventDefault();
          if (isTyped()) void remove();
        }}
      >
        <Field
          label={t('remove.type', { name: props.team.name })}
          autocomplete="off"
          spellcheck={false}
          value={typed()}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
        <button type="submit" class="btn danger" disabled={!isTyped()}>
          {t('remove.go')}
        </button>
      </form>
    </section>
  );
}
