import { createEffect, createSignal, For, on, Show } from 'solid-js';
import type { Customer } from '../../../server/customers/list-contract.ts';
import { request } from '../../shared/request.ts';
import { useSession } from '../../shared/state/session.ts';
import { fullTime, shortTime } from '../../shared/time.ts';
import { Face } from '../../shared/ui/face.tsx';
import { Link } from '../link.tsx';
import styles from '../people/people-page.module.css';
import column from '../settings/column.module.css';
import { createPaged } from '../settings/paged.ts';
import { PagedList } from '../settings/paged-list.tsx';
import { t } from './words.ts';

export function CustomersPage() {
  const [filters, setFilters] = createSignal<Record<string, string>>({ order: 'newest' });
  const paged = createPaged<Customer>((cursor) =>
    request('GET', `/customer-list?${new URLSearchParams({ ...filters(), ...(cursor && { cursor }) })}`),
  );
  const filter = (name: string, value: string) =>
    setFilters(({ [name]: _was, ...others }) => (value === '' ? others : { ...others, [name]: value }));

  createEffect(on(filters, () => void paged.load(null)));

  return (
    <main id="talk" class={column.column}>
      <h2>{t('title')}</h2>
      <p>{t('intro')}</p>
      <div class={styles.bar}>
        <input
          class="input"
          type="search"
          maxlength="100"
          aria-label={t('find')}
          placeholder={t('find')}
          onInput={(event) => filter('q', event.currentTarget.value.trim())}
        />
        <select class="input" aria-label={t('state')} onChange={(event) => filter('state', event.currentTarget.value)}>
          <option value="">{t('everybody')}</option>
          <option value="active">{t('active')}</option>
          <option value="deactivated">{t('deactivated')}</option>
        </select>
        <select class="input" aria-label={t('order')} onChange={(event) => filter('order', event.currentTarget.value)}>
          <option value="newest">{t('newest')}</option>
          <option value="oldest">{t('oldest')}</option>
        </select>
      </div>
      <PagedList words={t} paged={paged}>
        {(all) => (
          <table class={styles.people}>
            <thead>
              <tr>
                <th scope="col">{t('name')}</th>
                <th scope="col">{t('since')}</th>
                <th scope="col">{t('open')}</th>
                <th scope="col">{t('seen')}</th>
                <td />
              </tr>
            </thead>
            <tbody>
              <For each={all()}>{(one) => <Row one={one} />}</For>
            </tbody>
          </table>
        )}
      </PagedList>
    </main>
  );
}

function Row(props: { one: Customer }) {
  const { now } = useSession();
  return (
    <tr class={styles.person} classList={{ [styles.inactive ?? '']: !props.one.active }}>
      <th scope="row">
        <span class={styles.who}>
          <Face of={props.one} />
          <span class="clip">
            <Link href={`/settings/customers/${props.one.id}`}>
              <b dir="auto">{props.one.name}</b>
            </Link>
            <small class="clip">{props.one.email ?? (props.one.isVisitor ? t('visitor') : t('noAddress'))}</small>
          </span>
        </span>
      </th>
      <td data-head={t('since')}>
        <time datetime={new Date(props.one.createdAt).toISOString()} title={fullTime(props.one.createdAt)}>
          {shortTime(props.one.createdAt, now())}
        </time>
      </td>
      <td data-head={t('open')}>{props.one.openTickets}</td>
      <td data-head={t('seen')}>
        <Show when={props.one.lastSeenAt} fallback={<span class="quiet">{t('never')}</span>}>
          {(at) => (
            <time datetime={new Date(at()).toISOString()} title={fullTime(at())}>
              {shortTime(at(), now())}
            </time>
          )}
        </Show>
      </td>
      <td />
    </tr>
  );
}
