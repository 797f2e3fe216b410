import { useParams } from '@solidjs/router';
import ArrowLeft from 'lucide-solid/icons/arrow-left';
import { createSignal, Match, onCleanup, onMount, Show, Switch } from 'solid-js';
import type { Site } from '../../../server/sites/contract.ts';
import { ApiError } from '../../shared/request.ts';
import { useState } from '../../shared/state/session.ts';
import { createAfterWriting, isWriting } from '../../shared/ui/box.ts';
import column from '../settings/column.module.css';
import { Link } from '../link.tsx';
import { AskPart } from './ask-part.tsx';
import { HoursPart } from '../hours/hours-part.tsx';
import { IdentityPart } from './identity-part.tsx';
import { LookPart } from './look-part.tsx';
import { Preview } from './preview.tsx';
import { PutPart } from './put-part.tsx';
import { RemovePart } from './remove-part.tsx';
import { SaveBar } from '../settings/save-bar.tsx';
import { siteApi } from './site-api.ts';
import { createSiteDraft } from './site-draft.ts';
import styles from './site-page.module.css';
import { StandsPart } from './stands-part.tsx';
import { t } from './words.ts';

/** How often the page checks whether the widget was seen. */
const LOOK_MS = 3_000;

export function SitePage() {
  const params = useParams();
  return (
    <Show when={params['id']} keyed>
      {(id) => <Loaded id={id} />}
    </Show>
  );
}

function Loaded(props: { id: string }) {
  const [site, setSite] = createSignal<Site | null>(null);
  const [trouble, setTrouble] = createSignal<'missing' | 'failed' | null>(null);
  const load = () => {
    setTrouble(null);
    siteApi
      .one(props.id)
      .then(setSite, (error: unknown) =>
        setTrouble(error instanceof ApiError && error.status === 404 ? 'missing' : 'failed'),
      );
  };
  onMount(load);

  return (
    <main id="talk" class={`${column.column} ${styles.site}`}>
      <p class={styles.up}>
        <Link href="/settings/sites">
          <ArrowLeft size={14} stroke-width={1.75} aria-hidden="true" />
          {t('all')}
        </Link>
      </p>
      <Switch>
        <Match when={site()}>{(found) => <Editor site={found()} put={setSite} />}</Match>
        <Match when={trouble() === 'missing'}>
          <p>{t('missing')}</p>
        </Match>
        <Match when={trouble() === 'failed'}>
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

function Editor(props: { site: Site; put: (site: Site) => void }) {
  const state = useState();
  const draft = createSiteDraft(
    () => props.site,
    (site) => props.put(site),
  );
  const may = (action: 'update' | 'delete') => state.me.rights.settings?.includes(action) ?? false;

  const isLocked = createAfterWriting(
    () => !may('update'),
    (now) => now && isWriting(),
  );

  // Stops once the widget was seen.
  const looking = setInterval(() => void look(), LOOK_MS);
  async function look() {
    if (props.site.seenAt !== null) return clearInterval(looking);
    if (document.hidden) return;
    const found = await siteApi.one(props.site.id).catch(() => null);
    if (found) props.put({ ...props.site, seenAt: found.seenAt, seenOrigin: found.seenOrigin });
  }
  onCleanup(() => clearInterval(looking));

  return (
    <>
      <h2 dir="auto">{props.site.name}</h2>
      <PutPart site={props.site} />
      <fieldset class={styles.parts} disabled={isLocked()}>
        <StandsPart draft={draft} />
        <LookPart draft={draft} />
        <Preview site={props.site} name={draft.draft().name} look={draft.draft().look} />
        <AskPart draft={draft} savedNames={props.site.look.fields.map(({ name }) => name)} />
        <HoursPart of="site" draft={draft} />
      </fieldset>
      <IdentityPart site={props.site} mayChange={may('update')} put={props.put} />
      <Show when={may('delete')}>
        <RemovePart site={props.site} />
      </Show>
      <SaveBar draft={draft} words={(part) => t(`bar.parts.${part}`)} saved={t('bar.saved')} />
    </>
  );
}
