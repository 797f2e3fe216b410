import { useParams } from '@solidjs/router';
import ArrowLeft from 'lucide-solid/icons/arrow-left';
import { createSignal, Match, onMount, Show, Switch } from 'solid-js';
import type { TeamDetails } from '../../../server/teams/contract.ts';
import { useState } from '../../shared/state/session.ts';
import { Field } from '../../shared/ui/fields.tsx';
import { HoursPart } from '../hours/hours-part.tsx';
import { Link } from '../link.tsx';
import column from '../settings/column.module.css';
import part from '../settings/part.module.css';
import { SaveBar } from '../settings/save-bar.tsx';
import styles from '../sites/site-page.module.css';
import { DefaultsPart } from './defaults-part.tsx';
import { MembersPart } from './members-part.tsx';
import { createTeamDraft } from './draft.ts';
import { RemovePart } from './remove-part.tsx';
import { teamApi } from './team-api.ts';
import { t } from './words.ts';

export function TeamPage() {
  const params = useParams();
  return (
    <Show when={params['id']} keyed>
      {(id) => <Loaded id={id} />}
    </Show>
  );
}

function Loaded(props: { id: string }) {
  const [teams, setTeams] = createSignal<TeamDetails[] | null>(null);
  const [failed, setFailed] = createSignal(false);
  const team = () => teams()?.find(({ id }) => id === props.id);
  const put = (now: TeamDetails) => setTeams((all) => all && all.map((one) => (one.id === now.id ? now : one)));
  const load = () => {
    setFailed(false);
    teamApi.list().then(
      ({ items }) => setTeams(items),
      () => setFailed(true),
    );
  };
  onMount(load);

  return (
    <main id="talk" class={`${column.column} ${styles.site}`}>
      <p class={styles.up}>
        <Link href="/settings/teams">
          <ArrowLeft size={14} stroke-width={1.75} aria-hidden="true" />
          {t('all')}
        </Link>
      </p>
      <Switch>
        <Match when={team()}>
          {(found) => <Editor team={found()} others={(teams() ?? []).filter(({ id }) => id !== props.id)} put={put} />}
        </Match>
        <Match when={teams() && !team()}>
          <p>{t('missing')}</p>
        </Match>
        <Match when={failed()}>
          <p class={styles.failed} role="alert">
            {t('failed')}
            <button type="button" class="btn" onClick={load}>
              {t('again')}
            </button>
          </p>
        </Match>
      </Switch>
    </main>
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
