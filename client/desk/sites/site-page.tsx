import { onCleanup, onMount, Show } from 'solid-js';
import type { Site } from '../../../server/sites/contract.ts';
import { useState } from '../../shared/state/session.ts';
import { createAfterWriting, isWriting } from '../../shared/ui/box.ts';
import { createLoaded } from '../settings/loaded.ts';
import { ById, OnePage } from '../settings/one-page.tsx';
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

export const SitePage = () => <ById>{(id) => <Loaded id={id} />}</ById>;

function Loaded(props: { id: string }) {
  const site = createLoaded(() => siteApi.one(props.id));
  onMount(site.load);
  return (
    <OnePage up="/settings/sites" words={t} class={styles.site} loaded={site}>
      {(found) => <Editor site={found()} put={site.put} />}
    </OnePage>
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
