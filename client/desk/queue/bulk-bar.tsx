import { createMemo, For } from 'solid-js';
import { useSession, useState } from '../../shared/session.ts';
import { snoozeTimes } from '../conversation/snooze-times.ts';
import { t } from '../words.ts';
import styles from './bulk-bar.module.css';
import { useBulk } from './bulk.ts';
import type { Selection } from './selection.ts';

/** What can be done to all that is picked. */
export function BulkBar(props: { selection: Selection }) {
  const state = useState();
  const { now } = useSession();
  const bulk = useBulk();
  const ids = () => props.selection.ids();
  const times = createMemo(() => snoozeTimes(now()));

  async function run(work: (ids: string[]) => Promise<void>) {
    const chosen = ids();
    props.selection.clear();
    await work(chosen);
  }

  return (
    <section class={styles.bar} aria-label={t('bulk.label')}>
      <p>
        <b>{t('bulk.picked', { n: ids().length })}</b>
        <button type="button" class="btn bare" onClick={() => props.selection.clear()}>
          {t('bulk.clear')}
        </button>
      </p>
      <div>
        <button type="button" class="btn" onClick={() => void run(bulk.take)}>
          {t('ticket.take')}
        </button>
        <Pick
          label={t('bulk.assign')}
          items={[
            ...state.colleagues.map(({ id, name }) => ({ value: id, name })),
            { value: 'nobody', name: t('ticket.nobody') },
          ]}
          pick={(id) => void run((all) => bulk.assign(all, id === 'nobody' ? '' : id))}
        />
        <Pick
          label={t('ticket.status')}
          items={state.statuses.map(({ code, name }) => ({ value: code, name }))}
          pick={(code) => void run((all) => bulk.status(all, code))}
        />
        <Pick
          label={t('ticket.priority')}
          items={state.priorities.map(({ code, name }) => ({ value: code, name }))}
          pick={(code) => void run((all) => bulk.priority(all, code))}
        />
        <Pick
          label={t('snooze.open')}
          items={times().map(({ name }) => ({ value: name, name: t(`snooze.${name}`) }))}
          pick={(name) => {
            const time = times().find((one) => one.name === name);
            if (time) void run((all) => bulk.snooze(all, time.at));
          }}
        />
      </div>
    </section>
  );
}

function Pick(props: { label: string; items: { value: string; name: string }[]; pick: (value: string) => void }) {
  return (
    <select
      class="btn"
      aria-label={props.label}
      onChange={(event) => {
        const { value } = event.currentTarget;
        event.currentTarget.value = '';
        props.pick(value);
      }}
    >
      <option value="" hidden selected>
        {props.label}
      </option>
      <For each={props.items}>{({ value, name }) => <option value={value}>{name}</option>}</For>
    </select>
  );
}
