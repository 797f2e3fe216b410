import { useNavigate } from '@solidjs/router';
import { onMount } from 'solid-js';
import { v7 as uuidv7 } from 'uuid';
import type { Site } from '../../../server/sites/contract.ts';
import { Field } from '../../shared/ui/fields.tsx';
import { createForm } from '../../shared/ui/form.ts';
import { useSession, useState } from '../../shared/state/session.ts';
import { shortTime } from '../../shared/time.ts';
import { AddForm } from '../settings/add-form.tsx';
import { ListPage } from '../settings/list-page.tsx';
import { createLoaded } from '../settings/loaded.ts';
import { Link } from '../link.tsx';
import { originIn, siteApi } from './site-api.ts';
import { t } from './words.ts';

export function SitesPage() {
  const state = useState();
  const sites = createLoaded(async () => (await siteApi.list()).items);
  onMount(sites.load);
  return (
    <ListPage
      words={t}
      loaded={sites}
      mayAdd={state.me.rights.settings?.includes('create') ?? false}
      asksForFirst
      add={(form) => <AddSite cancel={form.cancel} />}
    >
      {(site) => <Item site={site} />}
    </ListPage>
  );
}

function Item(props: { site: Site }) {
  const { now } = useSession();
  const seen = () =>
    props.site.seenAt === null ? t('notSeen') : `${t('seen')} ${shortTime(props.site.seenAt, now())}`;
  return (
    <li>
      <Link href={`/settings/sites/${props.site.id}`} class="ring-in">
        <b class="clip" dir="auto">
          {props.site.name}
        </b>
        <span class="clip">{props.site.origins.join(', ') || t('nowhere')}</span>
        <small>{seen()}</small>
      </Link>
    </li>
  );
}

function AddSite(props: { cancel: (() => void) | undefined }) {
  const id = uuidv7();
  const navigate = useNavigate();
  const sending = createForm(
    ({ name = '', origin = '' }) => siteApi.add({ id, name, origins: [originIn(origin)] }),
    (site) => navigate(`/settings/sites/${site.id}`),
  );
  return (
    <AddForm title={t('add.title')} sending={sending} go={t('add.go')} cancel={props.cancel}>
      <Field
        label={t('add.name')}
        name="name"
        maxlength={80}
        autocomplete="off"
        required
        hint={t('add.nameHint')}
        problem={sending.fields()['name']}
      />
      <Field
        label={t('add.origin')}
        name="origin"
        inputmode="url"
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        placeholder="https://shop.example"
        required
        problem={sending.fields()['origin'] ?? sending.fields()['origins.0']}
      />
    </AddForm>
  );
}
