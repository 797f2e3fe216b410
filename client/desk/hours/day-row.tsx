import X from 'lucide-solid/icons/x';
import { Index, Show } from 'solid-js';
import type { Hours } from '../../../server/hours/contract.ts';
import styles from './hours-part.module.css';
import { t } from './words.ts';

type Shifts = Hours['week'][number];
const SHIFTS_MOST = 6;

const format = new Intl.DateTimeFormat(undefined, { weekday: 'long', timeZone: 'UTC' });
/** The names of the days from Monday; 5 January 1970 was a Monday. */
export const DAYS = Array.from({ length: 7 }, (_day, at) => format.format(Date.UTC(1970, 0, 5 + at)));

/** The shifts of one day. A time field knows no 24:00, so 00:00 as an end means midnight. */
export function DayRow(props: {
  at: number;
  shifts: Shifts;
  problem: string | undefined;
  change: (shifts: Shifts) => void;
  copy?: () => void;
}) {
  const day = () => DAYS[props.at] ?? '';
  const set = (at: number, part: 0 | 1, time: string) => {
    const shift = props.shifts[at];
    // A time field is empty while it is being cleared.
    if (!shift || !time) return;
    const next: Shifts[number] = [...shift];
    next[part] = part === 1 && time === '00:00' ? '24:00' : time;
    props.change(props.shifts.with(at, next));
  };
  const add = () => {
    const last = props.shifts.at(-1)?.[1];
    props.change([...props.shifts, last ? [later(last, 1), later(last, 4)] : ['09:00', '17:00']]);
  };
  const mayAdd = () => props.shifts.length < SHIFTS_MOST && (props.shifts.at(-1)?.[1] ?? '') < '22:00';

  return (
    <li>
      <b>{day()}</b>
      <div>
        <Index each={props.shifts} fallback={<span class={styles.closed}>{t('closed')}</span>}>
          {(shift, at) => (
            <span class={styles.shift}>
              <input
                type="time"
                class="input"
                aria-label={t('from', { day: day(), n: at + 1 })}
                aria-invalid={props.problem ? 'true' : undefined}
                value={shift()[0]}
                onChange={(event) => set(at, 0, event.currentTarget.value)}
              />
              {t('to')}
              <input
                type="time"
                class="input"
                aria-label={t('until', { day: day(), n: at + 1 })}
                aria-invalid={props.problem ? 'true' : undefined}
                value={shift()[1] === '24:00' ? '00:00' : shift()[1]}
                onChange={(event) => set(at, 1, event.currentTarget.value)}
              />
              <button
                type="button"
                class="btn bare icon"
                aria-label={t('removeShift', { day: day(), n: at + 1 })}
                onClick={() => props.change(props.shifts.toSpliced(at, 1))}
              >
                <X size={16} stroke-width={1.75} aria-hidden="true" />
              </button>
            </span>
          )}
        </Index>
        <p class="problem">{props.problem}</p>
      </div>
      <div class={styles.acts}>
        <Show when={mayAdd()}>
          <button type="button" class="btn bare" aria-label={t('addShiftOf', { day: day() })} onClick={add}>
            {t('addShift')}
          </button>
        </Show>
        <Show when={props.copy}>
          {(copy) => (
            <button type="button" class="btn bare" onClick={() => copy()()}>
              {t('copy')}
            </button>
          )}
        </Show>
      </div>
    </li>
  );
}

/** A time some hours later, within the day. */
function later(time: string, hours: number): string {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const at = hour + hours;
  return at >= 24 ? '24:00' : `${String(at).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}
