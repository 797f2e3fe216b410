import { wordsOf } from '../../shared/words.ts';

const en = {
  title: 'Business hours',
  site: {
    never: 'Show no hours',
    neverHint: 'The chat shows how long a reply usually takes, and no hours.',
    these: 'Show these hours',
    theseHint: 'Outside these hours the chat says when you are back. Visitors can still write.',
  },
  team: {
    never: 'The hours of the site',
    neverHint: 'The chat of its sites shows their hours.',
    these: 'Its own hours',
    theseHint: 'The chat of its sites shows these hours instead. Visitors can write at any time.',
  },
  zone: 'Time zone',
  from: '{{ day }}, shift {{ n }}, from',
  until: '{{ day }}, shift {{ n }}, until',
  to: 'to',
  closed: 'Closed',
  addShift: 'Add a shift',
  addShiftOf: 'Add a shift on {{ day }}',
  removeShift: 'Remove shift {{ n }} of {{ day }}',
  copy: 'Copy to all weekdays',
  copied: 'Copied Monday to Tuesday through Friday',
  holidays: 'Holidays',
  holidaysHint: 'Whole days without replies.',
  holiday: 'Date',
  addHoliday: 'Add',
  removeHoliday: 'Remove {{ day }}',
  past: 'past',
  removeOne: 'Remove',
} as const;

export const t = wordsOf(en);
