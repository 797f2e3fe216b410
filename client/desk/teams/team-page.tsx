import { onMount, Show } from 'solid-js';
import type { TeamDetails } from '../../../server/teams/contract.ts';
import { useState } from '../../shared/state/session.ts';
import { Field } from '../../shared/ui/fields.tsx';
import { HoursPart } from '../hours/hours-part.tsx';
import { createLoaded } from '../settings/loaded.ts';
import { ById, OnePage } from '../settings/one-page.tsx';
import part from '../settings/part.module.css';
import { SaveBar } from '../settings/save-bar.tsx';
import styles from '../sites/site-page.module.css';
import { DefaultsPart } from './defaults-part.tsx';
import { MembersPart } from './members-part.tsx';
import { createTeamDraft } from './draft.ts';
import { RemovePart } from './remove-part.tsx';
import { teamApi } from './team-api.ts';
import { t } from './words.ts';

export const TeamPage = () => <ById>{(id) => <Loaded id={id} />}</ById>;

function Loaded(props: { id: string }) {
  const teams = createLoaded(async () => (await teamApi.list()).items);
  const team = () => teams.value()?.find(({ id }) => id === props.id) ?? null;
  const put = (now: TeamDetails) => teams.put(teams.value()?.map((one) => (one.id === now.id ? now : one)) ?? null);
  const trouble = () => (teams.value() && !team() ? 'missing' : teams.trouble());
  onMount(teams.load);
  return (
    <OnePage up="/settings/teams" words={t} class={styles.site} loaded={{ value: team, trouble, load: teams.load }}>
      {(found) => (
        <Editor team={found()} others={(teams.value() ?? []).filter(({ id }) => id !== props.id)} put={put} />
      )}
    </OnePage>
  );
}

function Editor(props: { team: TeamDetails; others: TeamDetails[]; put: (team: TeamDetails) => void }) {
  const state = useState();
  const draft = createTeamDraft(
    () => props.team,
    (team) => props.put(team),
  );
  const may = (action: 'update' | 'delete') => state.me.rights.teams?.includes(action) ?? false;

  return (
    <>
      <h2 dir="auto">{props.team.name}</h2>
      <fieldset class={styles.parts} disabled={!may('update')}>
        <section class={part.part} aria-label={t('name')}>
          <Field
            label={t('name')}
            maxlength={60}
            autocomplete="off"
            dir="auto"
            value={draft.draft().name}
            problem={draft.problemOf('name')}
            onInput={(event) => draft.edit({ name: event.currentTarget.value })}
          />
        </section>
        <MembersPart draft={draft} />
        <section class={part.part} aria-labelledby="overflow">
          <h3 id="overflow">{t('overflow.title')}</h3>
          <label class={part.radio}>
            <input
              type="checkbox"
              checked={draft.draft().overflow}
              onChange={(event) => draft.edit({ overflow: event.currentTarget.checked })}
            />
            <span>
              {t('overflow.label')}
              <span class="hint">{t('overflow.hint')}</span>
            </span>
          </label>
        </section>
        <DefaultsPart draft={draft} others={props.others} />
        <HoursPart of="team" draft={draft} />
      </fieldset>
      <Show when={may('delete')}>
        <RemovePart team={props.team} others={props.others} />
      </Show>
      <SaveBar draft={draft} words={(one) => t(`bar.parts.${one}`)} saved={t('bar.saved')} />
    </>
  );
}
