import { useParams } from '@solidjs/router';
import ArrowLeft from 'lucide-solid/icons/arrow-left';
import { createEffect, createSignal, on, Show } from 'solid-js';
import type { Area, Rights, User } from '../../../server/people/contract.ts';
import { ApiError } from '../../shared/request.ts';
import { useState } from '../../shared/state/session.ts';
import { Link } from '../link.tsx';
import column from '../settings/column.module.css';
import type { LineArea } from './areas.ts';
import { RightsBar } from './rights-bar.tsx';
import { AREAS } from './rights-names.ts';
import { RightsTable } from './rights-table.tsx';
import { rolesApi } from './roles-api.ts';
import styles from './roles.module.css';
import { t } from './words.ts';

interface Found {
  user: User;
  ofRole: Rights;
  own: Rights;
}

/** The rights of one person: their role's, and the lines that are their own. */
export function PersonPage() {
  const params = useParams();
  return (
    <Show when={params['id']} keyed>
      {(id) => <Loaded id={id} />}
    </Show>
  );
}

function Loaded(props: { id: string }) {
  const state = useState();
  const [found, setFound] = createSignal<Found | null>(null);
  const [trouble, setTrouble] = createSignal<'missing' | 'failed' | null>(null);
  async function load() {
    setTrouble(null);
    try {
      const user = await rolesApi.person(props.id);
      const [{ own }, { rights: ofRole }] = [await rolesApi.ofPerson(props.id), await rolesApi.one(user.role)];
      setFound({ user, own, ofRole });
    } catch (error) {
      setTrouble(error instanceof ApiError && error.status < 500 ? 'missing' : 'failed');
    }
  }
  createEffect(on([() => state.lists.roles.version, () => state.lists.colleagues.version], () => void load()));

  return (
    <main id="talk" class={`${column.column} ${styles.role}`}>
      <p class={styles.up}>
        <Link href="/settings/people">
          <ArrowLeft size={14} stroke-width={1.75} aria-hidden="true" />
          {t('own.up')}
        </Link>
      </p>
      <Show
        when={found()}
        fallback={
          <Show when={trouble()}>
            <p role="alert">{t(trouble() === 'missing' ? 'own.missing' : 'failed')}</p>
          </Show>
        }
      >
        {(one) => (
          <Show when={one().user.kind === 'staff'} fallback={<p>{t('own.customer')}</p>}>
            <Editor found={one()} put={setFound} />
          </Show>
        )}
      </Show>
    </main>
  );
}

/** `others_tickets` and `messages` follow the line of tickets. */
const areasOfLine = (area: LineArea): Area[] => (area === 'tickets' ? ['tickets', 'others_tickets'] : [area]);

function Editor(props: { found: Found; put: (found: Found) => void }) {
  const state = useState();
  const [draft, setDraft] = createSignal<Rights | null>(null);
  const own = () => draft() ?? props.found.own;
  const effective = (rows: Rights): Rights => ({ ...props.found.ofRole, ...rows });
  const may = (area: 'people' | 'roles') => state.me.rights[area]?.includes('update') ?? false;
  const roleName = () =>
    state.lists.roles.items.find(({ code }) => code === props.found.user.role)?.name ?? props.found.user.role;
  const isChanged = () => JSON.stringify(sorted(own())) !== JSON.stringify(sorted(props.found.own));

  function setOwn(area: LineArea, isOwn: boolean) {
    const next = { ...own() };
    for (const one of areasOfLine(area)) {
      if (isOwn) next[one] = props.found.ofRole[one] ?? [];
      else delete next[one];
    }
    setDraft(next);
  }
  /** Only what stands in lines of their own, or differs from the role. */
  function setRights(rights: Rights) {
    const next = { ...own() };
    for (const area of AREAS) {
      const [now, ofRole] = [rights[area] ?? [], props.found.ofRole[area] ?? []];
      if (next[area] || now.join() !== ofRole.join()) next[area] = now;
    }
    setDraft(next);
  }
  async function save() {
    const { own: saved } = await rolesApi.setOfPerson(props.found.user.id, own());
    props.put({ ...props.found, own: saved });
    setDraft(null);
  }

  return (
    <>
      <header class={styles.head}>
        <div>
          <h2 dir="auto">{t('own.title', { name: props.found.user.name })}</h2>
          <p>{t('own.intro', { role: roleName() })}</p>
        </div>
        <Show when={may('people') && may('roles') && Object.keys(own()).length > 0}>
          <p class={styles.acts}>
            <button type="button" class="btn bare" onClick={() => setDraft({})}>
              {t('own.reset')}
            </button>
          </p>
        </Show>
      </header>
      <RightsTable
        name={props.found.user.name}
        kind="staff"
        rights={effective(own())}
        isLocked={!may('people') || !may('roles')}
        set={setRights}
        own={{ has: (area) => own()[area] !== undefined, set: setOwn }}
      />
      <RightsBar
        before={effective(props.found.own)}
        now={effective(own())}
        isChanged={isChanged()}
        discard={() => setDraft(null)}
        save={save}
      />
    </>
  );
}

const sorted = (rights: Rights) => AREAS.flatMap((area) => (rights[area] ? [[area, rights[area]]] : []));
