import { createSignal, createUniqueId, For, Index, Show, untrack } from 'solid-js';
import type { Hours } from '../../../server/hours/contract.ts';
import { announce } from '../../shared/ui/announce.tsx';
import { timeZone } from '../../shared/zone.ts';
import { DayRow, DAYS } from './day-row.tsx';
import styles from './hours-part.module.css';
import part from '../settings/part.module.css';
import { zonesWith, zoneWords } from '../../shared/time-zones.ts';
import { t } from './words.ts';

/** The hours to start with: Monday to Friday. */
const usual = (): Hours => ({
  timeZone: timeZone(),
  week: DAYS.map((_day, at) => (at < 5 ? [['09:00', '17:00']] : [])),
  holidays: [],
});

interface WithHours {
  draft: () => { hours: Hours | null };
  edit: (change: { hours: Hours | null }) => void;
  firstProblemIn: (field: string) => string | undefined;
}

export function HoursPart(props: { of: 'site' | 'team'; draft: WithHours }) {
  const hours = () => props.draft.draft().hours;
  // Kept so that switching the choice back and forth loses nothing.
  let before = untrack(hours) ?? usual();
  const set = (next: Hours | null) => props.draft.edit({ hours: next });
  const edit = (change: Partial<Hours>) => set((before = { ...(hours() ?? before), ...change }));

  function copyMonday() {
    const { week } = hours() ?? before;
    edit({ week: week.map((shifts, at) => (at > 0 && at < 5 ? (week[0] ?? []) : shifts)) });
    announce(t('copied'));
  }

  return (
    <section class={part.part} aria-labelledby="hours">
      <h3 id="hours">{t('title')}</h3>
      <For each={[false, true]}>
        {(isSaid) => (
          <label class={part.radio}>
            <input
              type="radio"
              name="hours"
              checked={(hours() !== null) === isSaid}
              onChange={() => set(isSaid ? before : null)}
            />
            <span>
              {t(`${props.of}.${isSaid ? 'these' : 'never'}`)}
              <span class="hint">{t(`${props.of}.${isSaid ? 'theseHint' : 'neverHint'}`)}</span>
            </span>
          </label>
        )}
      </For>
      <Show when={hours()}>
        {(now) => (
          <>
            <TimeZone zone={now().timeZone} change={(timeZone) => edit({ timeZone })} />
            <ul class={styles.week}>
              <Index each={now().week}>
                {(shifts, at) => (
                  <DayRow
                    at={at}
                    shifts={shifts()}
                    problem={props.draft.firstProblemIn(`hours.week.${at}`)}
                    change={(next) => edit({ week: now().week.with(at, next) })}
                    {...(at === 0 && { copy: copyMonday })}
                  />
                )}
              </Index>
            </ul>
            <Holidays
              days={now().holidays}
              problem={props.draft.firstProblemIn('hours.holidays')}
              change={(holidays) => edit({ holidays })}
            />
          </>
        )}
      </Show>
    </section>
  );
}

function TimeZone(props: { zone: string; change: (zone: string) => void }) {
  const id = createUniqueId();
  return (
    <div class={`field ${part.narrow}`}>
      <label for={id}>{t('zone')}</label>
      <select id={id} class="input" onChange={(event) => props.change(event.currentTarget.value)}>
        <For each={zonesWith(props.zone)}>
          {(zone) => (
            <option value={zone} selected={zone === props.zone}>
              {zoneWords(zone)}
            </option>
          )}
        </For>
      </select>
    </div>
  );
}

const format = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeZone: 'UTC' });
const dayWords = (day: string) => format.format(new Date(`${day}T00:00:00Z`));

function Holidays(props: { days: string[]; problem: string | undefined; change: (days: string[]) => void }) {
  const id = createUniqueId();
  const [day, setDay] = createSignal('');
  const today = new Date().toISOString().slice(0, 10);
  function add() {
    if (!day()) return;
    props.change([...new Set([...props.days, day()])].toSorted());
    setDay('');
  }
  return (
    <div class={part.group} role="group" aria-labelledby={`${id}-title`}>
      <p class="label" id={`${id}-title`}>
        {t('holidays')}
      </p>
      <p class="hint">{t('holidaysHint')}</p>
      <ul class={styles.holidays}>
        <For each={props.days}>
          {(one) => (
            <li>
              <span classList={{ quiet: one < today }}>
                {dayWords(one)} {one < today ? `(${t('past')})` : ''}
              </span>
              <button
                type="button"
                class="btn bare"
                aria-label={t('removeHoliday', { day: dayWords(one) })}
                onClick={() => props.change(props.days.filter((other) => other !== one))}
              >
                {t('removeOne')}
              </button>
            </li>
          )}
        </For>
      </ul>
      <div class={part.row}>
        <input
          type="date"
          class={`input ${styles.date}`}
          aria-label={t('holiday')}
          value={day()}
          onInput={(event) => setDay(event.currentTarget.value)}
        />
        <button type="button" class="btn" disabled={!day()} onClick={add}>
          {t('addHoliday')}
        </button>
      </div>
      <p class="problem">{props.problem}</p>
    </div>
  );
}
