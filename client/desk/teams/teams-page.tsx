import { useNavigate } from '@solidjs/router';
import { createEffect, on } from 'solid-js';
import { v7 as uuidv7 } from 'uuid';
import type { TeamDetails } from '../../../server/teams/contract.ts';
import { Field } from '../../shared/ui/fields.tsx';
import { createForm } from '../../shared/ui/form.ts';
import { useState } from '../../shared/state/session.ts';
import { Link } from '../link.tsx';
import { AddForm } from '../settings/add-form.tsx';
import { ListPage } from '../settings/list-page.tsx';
import { createLoaded } from '../settings/loaded.ts';
import { teamApi } from './team-api.ts';
import { t } from './words.ts';

export function TeamsPage() {
  const state = useState();
  const teams = createLoaded(async () => (await teamApi.list()).items);
  createEffect(on(() => state.lists.teams.version, teams.load));
  return (
    <ListPage
      words={t}
      loaded={teams}
      mayAdd={state.me.rights.teams?.includes('create') ?? false}
      add={(form) => <AddTeam cancel={form.cancel} />}
    >
      {(team) => <Item team={team} />}
    </ListPage>
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

function AddTeam(props: { cancel: (() => void) | undefined }) {
  const id = uuidv7();
  const navigate = useNavigate();
  const sending = createForm(
    ({ name = '' }) => teamApi.add({ id, name }),
    (team) => navigate(`/settings/teams/${team.id}`),
  );
  return (
    <AddForm title={t('add.title')} sending={sending} go={t('add.go')} cancel={props.cancel}>
      <Field
        label={t('add.name')}
        name="name"
        maxlength={60}
        autocomplete="off"
        required
        problem={sending.fields()['name']}
      />
    </AddForm>
  );
}
