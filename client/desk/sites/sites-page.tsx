import { useNavigate } from '@solidjs/router';
import { createSignal, For, onMount, Show } from 'solid-js';
import { v7 as uuidv7 } from 'uuid';
import type { Site } from '../../../server/sites/contract.ts';
import { FormProblem } from '../../shared/ui/account-fields.tsx';
import { Field } from '../../shared/ui/fields.tsx';
import { createForm } from '../../shared/ui/form.ts';
import { useSession, useState } from '../../shared/state/session.ts';
import { shortTime } from '../../shared/time.ts';
import column from '../settings/column.module.css';
import { Link } from '../link.tsx';
import { shared } from '../words.ts';
import { originIn, siteApi } from './site-api.ts';
import styles from './sites-page.module.css';
import { t } from './words.ts';

export function SitesPage() {
  const state = useState();
  const [sites, setSites] = createSignal<Site[] | null>(null);
  const [failed, setFailed] = createSignal(false);
  const [adding, setAdding] = createSignal(false);
  const mayAdd = () => state.me.rights.settings?.includes('create') ?? false;
  const load = () => {
    setFailed(false);
    siteApi.list().then(
      ({ items }) => setSites(items),
      () => setFailed(true),
    );
  };
  onMount(load);

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
      <Show when={sites()}>
        {(all) => (
          <>
            <Show when={all().length > 0} fallback={<p class={styles.none}>{t('none')}</p>}>
              <ul class={styles.sites}>
                <For each={all()}>{(site) => <Item site={site} />}</For>
              </ul>
            </Show>
            <Show when={mayAdd()}>
              <Show
                when={adding() || all().length === 0}
                fallback={
                  <button type="button" class="btn" onClick={() => setAdding(true)}>
                    {t('add.open')}
                  </button>
                }
              >
                <AddSite isFirst={all().length === 0} cancel={() => setAdding(false)} />
              </Show>
            </Show>
          </>
        )}
      </Show>
    </main>
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

function AddSite(props: { isFirst: boolean; cancel: () => void }) {
  const id = uuidv7();
  const navigate = useNavigate();
  let form!: HTMLFormElement;
  const sending = createForm(
    ({ name = '', origin = '' }) => siteApi.add({ id, name, origins: [originIn(origin)] }),
    (site) => navigate(`/settings/sites/${site.id}`),
  );
  onMount(() => form.querySelector('input')?.focus());
  return (
    <form ref={form} class={styles.add} onSubmit={(event) => void sending.submit(event)} novalidate>
      <h3>{t('add.title')}</h3>
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
      <FormProblem form={sending} />
      <p class={styles.choices}>
        <Show when={!props.isFirst}>
          <button type="button" class="btn bare" onClick={() => props.cancel()}>
            {shared('cancel')}
          </button>
        </Show>
        <button type="submit" class="btn main" disabled={sending.busy()}>
          {t('add.go')}
        </button>
      </p>
    </form>
  );
}
