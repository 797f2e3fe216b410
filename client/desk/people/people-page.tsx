import { createMemo, createSignal, For, Show } from 'solid-js';
import type { User } from '../../../server/people/contract.ts';
import { useState } from '../../shared/state/session.ts';
import { fit } from '../palette/fuzzy.ts';
import column from '../settings/column.module.css';
import { FailedLine } from '../settings/failed-line.tsx';
import { InvitationRow } from './invitation-row.tsx';
import type { Asked } from './asked.ts';
import { PeopleDialogs } from './people-dialogs.tsx';
import { createPeopleList } from './people-list.ts';
import styles from './people-page.module.css';
import { PersonRow } from './person-row.tsx';
import { roleName, t } from './words.ts';

const byName = (a: User, b: User) => a.name.localeCompare(b.name);
const SORTS = {
  name: byName,
  role: (a: User, b: User) => a.role.localeCompare(b.role) || byName(a, b),
  load: (a: User, b: User) => b.activeTickets - a.activeTickets || byName(a, b),
  seen: (a: User, b: User) => (b.lastSeenAt ?? 0) - (a.lastSeenAt ?? 0) || byName(a, b),
};
type Sort = keyof typeof SORTS;
const HEADS = ['name', 'role', 'load', 'seen'] as const satisfies Sort[];

export function PeoplePage() {
  const state = useState();
  const people = createPeopleList();
  const [asked, setAsked] = createSignal<Asked | null>(null);
  const [sort, setSort] = createSignal<Sort>('name');
  const [wanted, setWanted] = createSignal('');
  const [role, setRole] = createSignal('');
  const [withInactive, setWithInactive] = createSignal(false);
  const mayInvite = () =>
    (state.me.rights.people?.includes('create') && state.me.rights.roles?.includes('update')) ?? false;

  const all = () => people.staff() ?? [];
  const active = () => all().filter((one) => one.active);
  const inactive = () => all().length - active().length;
  const isWanted = (words: string, code: string) => fit(wanted(), words) !== null && (role() === '' || role() === code);
  const shown = createMemo(() =>
    all()
      .filter((one) => (one.active || withInactive()) && isWanted(`${one.name} ${one.email ?? ''}`, one.role))
      .toSorted(SORTS[sort()]),
  );
  const invited = () => people.invitations().filter((one) => isWanted(one.email, one.role));
  const roles = () => [...new Set(all().map((one) => one.role))].toSorted();
  const says = () =>
    [
      t.count('staff', active().length),
      ...(people.invitations().length > 0 ? [t.count('invited', people.invitations().length)] : []),
    ].join(', ');

  return (
    <main id="talk" class={column.column}>
      <header class={styles.head}>
        <div>
          <h2>{t('title')}</h2>
          <p>
            <Show when={people.staff()}>{says()}.</Show>
          </p>
        </div>
        <Show when={mayInvite()}>
          <button type="button" class="btn main" onClick={() => setAsked({ name: 'invite' })}>
            {t('invite.open')}
          </button>
        </Show>
      </header>
      <Show when={people.failed()}>
        <FailedLine words={t} load={() => void people.load()} />
      </Show>
      <Show when={people.staff()}>
        <div class={styles.bar}>
          <input
            class="input"
            type="search"
            aria-label={t('find')}
            placeholder={t('find')}
            onInput={(event) => setWanted(event.currentTarget.value)}
          />
          <select class="input" aria-label={t('role')} onChange={(event) => setRole(event.currentTarget.value)}>
            <option value="">{t('everyRole')}</option>
            <For each={roles()}>{(code) => <option value={code}>{roleName(state, code)}</option>}</For>
          </select>
          <Show when={inactive() > 0}>
            <button
              type="button"
              class="btn bare"
              aria-pressed={withInactive()}
              onClick={() => setWithInactive((is) => !is)}
            >
              {t.count('deactivated', inactive())}
            </button>
          </Show>
        </div>
        <table class={styles.people}>
          <thead>
            <tr>
              <For each={HEADS}>
                {(head) => (
                  <th
                    scope="col"
                    aria-sort={
                      sort() === head ? (head === 'name' || head === 'role' ? 'ascending' : 'descending') : undefined
                    }
                  >
                    <button type="button" onClick={() => setSort(head)}>
                      {t(head)}
                    </button>
                  </th>
                )}
              </For>
              <td />
            </tr>
          </thead>
          <tbody>
            <For each={shown()}>{(user) => <PersonRow user={user} changed={people.put} ask={setAsked} />}</For>
            <For each={invited()}>
              {(invitation) => (
                <InvitationRow invitation={invitation} ask={setAsked} changed={() => void people.load()} />
              )}
            </For>
          </tbody>
        </table>
        <Show when={shown().length + invited().length === 0}>
          <p class={styles.none}>{t('none')}</p>
        </Show>
        <p class={styles.note}>{t('note')}</p>
      </Show>
      <Show when={asked()} keyed>
        {(now) => (
          <PeopleDialogs
            asked={now}
            ask={setAsked}
            close={() => setAsked((shownNow) => (shownNow === now ? null : shownNow))}
            changed={people.put}
            reload={() => void people.load()}
          />
        )}
      </Show>
    </main>
  );
}
