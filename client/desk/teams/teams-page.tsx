import { useNavigate } from '@solidjs/router';
import { createEffect, createSignal, For, on, onMount, Show } from 'solid-js';
import { v7 as uuidv7 } from 'uuid';
import type { TeamDetails } from '../../../server/teams/contract.ts';
import { FormProblem } from '../../shared/ui/account-fields.tsx';
import { Field } from '../../shared/ui/fields.tsx';
import { createForm } from '../../shared/ui/form.ts';
import { useState } from '../../shared/state/session.ts';
import { Link } from '../link.tsx';
import column from '../settings/column.module.css';
import styles from '../sites/sites-page.module.css';
import { shared } from '../words.ts';
import { teamApi } from './team-api.ts';
import { t } from './words.ts';

export function TeamsPage() {
  const state = useState();
  const [teams, setTeams] = createSignal<TeamDetails[] | null>(null);
  const [failed, setFailed] = createSignal(false);
  const [adding, setAdding] = createSignal(false);
  const mayAdd = () => state.me.rights.teams?.includes('create') ?? false;
  const load = () => {
    setFailed(false);
    teamApi.list().then(
      ({ items }) => setTeams(items),
      () => setFailed(true),
    );
  };
  createEffect(on(() => state.lists.teams.version, load));

  return (
    <main id="talk" class={column.column}>
      <h2>{t('title')}</h2>
      <p>{t('intro')}</p>
      <Show when={failed()}>
        <p class={styles.failed} role="alert">
          {t('failed')}
          <button type="button" class="btn" onClick={load}>
            {t('again')}
          </button>
        </p>
      </Show>
      <Show when={teams()}>
        {(all) => (
          <>
            <Show when={all().length > 0} fallback={<p class={styles.none}>{t('none')}</p>}>
              <ul class={styles.sites}>
                <For each={all()}>{(team) => <Item team={team} />}</For>
              </ul>
            </Show>
            <Show when={mayAdd()}>
              <Show
                when={adding()}
                fallback={
                  <button type="button" class="btn" onClick={() => setAdding(true)}>
                    {t('add.open')}
                  </button>
                }
              >
                <AddTeam cancel={() => setAdding(false)} />
              </Show>
            </Show>
          </>
        )}
      </Show>
    </main>
  );
}

function Item(props: { team: TeamDetails }) {
  const state = useState();
  const names = () =>
    state.lists.colleagues.items.filter(({ id }) => props.team.memberIds.includes(id)).map(({ name }) => name);
  const waiting = () => state.counts?.teams[props.team.id] ?? 0;
  return (
    <li>
      <Link href={`/settings/teams/${props.team.id}`} class="ring-in">
        <b class="clip" dir="auto">
          {props.team.name}
        </b>
        <span class="clip" dir="auto">
          {names().join(', ') || t('nobody')}
        </span>
        <small>{waiting() === 0 ? t('noneWaits') : t.count('waiting', waiting())}</small>
      </Link>
    </li>
  );
}

function AddTeam(props: { cancel: () => void }) {
  const id = uuidv7();
  const navigate = useNavigate();
  let form!: HTMLFormElement;
  const sending = createForm(
    ({ name = '' }) => teamApi.add({ id, name }),
    (team) => navigate(`/settings/teams/${team.id}`),
  );
  onMount(() => form.querySelector('input')?.focus());
  return (
    <form ref={form} class={styles.add} onSubmit={(event) => void sending.submit(event)} novalidate>
      <h3>{t('add.title')}</h3>
      <Field
        label={t('add.name')}
        name="name"
        maxlength={60}
        autocomplete="off"
        required
        problem={sending.fields()['name']}
      />
      <FormProblem form={sending} />
      <p class={styles.choices}>
        <button type="button" class="btn bare" onClick={() => props.cancel()}>
          {shared('cancel')}
        </button>
        <button type="submit" class="btn main" disabled={sending.busy()}>
          {t('add.go')}
        </button>
      </p>
    </form>
  );
}
