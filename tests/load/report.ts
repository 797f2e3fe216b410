import { median, spreadOf } from './statistics.ts';
import type { Oracle } from './oracle.ts';

export interface Bench {
  /** A folder of this run; it is removed at the end. */
  folder: string;
  quick: boolean;
  /** With what takes too long for every run. */
  full: boolean;
  repeats: number;
  /** Summed over everything that was sent. */
  oracle: Oracle;
  judged(oracle: Oracle): void;
  say(text: string): void;
}

export interface Row {
  id: string;
  name: string;
  unit: string;
  value: number;
  /** Of the repeats of the value: (most − least) / median. */
  spread: number;
  baseline: number | null;
  /** Value to baseline: the median of the ratios of the pairs that ran next to each other. */
  ratio: number | null;
  goal: string;
  /** Null where there is no goal to meet. */
  met: boolean | null;
  note: string;
}

type Given = Pick<Row, 'id' | 'name' | 'unit'> & {
  values: number[];
  baselines?: number[];
  goal?: string;
  /** Is the goal met, by the median and the median of the ratios? */
  meets?: (value: number, ratio: number) => boolean;
  note?: string;
};

export function row({ values, baselines, goal = '–', meets, note = '', ...rest }: Given): Row {
  const value = median(values);
  const ratios = values.map((one, i) => one / (baselines?.[i] ?? Number.NaN));
  const ratio = baselines ? median(ratios) : null;
  return {
    ...rest,
    value,
    spread: spreadOf(values),
    baseline: baselines ? median(baselines) : null,
    ratio,
    goal,
    met: meets ? meets(value, ratio ?? Number.NaN) : null,
    note,
  };
}

export function table(rows: Row[]): string {
  const head = ['id', 'what', 'value', 'spread', 'baseline', 'ratio', 'goal', 'met', 'note'];
  const cells = rows.map((one) => [
    one.id,
    one.name,
    `${number(one.value)} ${one.unit}`,
    `${Math.round(one.spread * 100)} %`,
    one.baseline === null ? '–' : number(one.baseline),
    one.ratio === null ? '–' : one.ratio.toFixed(2),
    one.goal,
    one.met === null ? '–' : one.met ? 'yes' : 'NO',
    one.note,
  ]);
  const line = (parts: string[]) => `| ${parts.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...cells.map(line)].join('\n');
}

function number(value: number): string {
  if (Number.isNaN(value)) return '–';
  if (Math.abs(value) >= 1_000) return Math.round(value).toLocaleString('en');
  return value.toFixed(Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2);
}

/** A generator that was itself near its limit measured itself. */
export const busy = (part: number) => (part > 0.7 ? `generator ${Math.round(part * 100)} % busy` : '');
