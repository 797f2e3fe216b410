import { wordsOf } from '../../shared/words.ts';

const en = {
  resolve: 'Resolve',
  status: 'Status {{ status }}',
  take: 'Take',
  assign: 'Assign to {{ name }}',
  handBack: 'Assign to nobody',
  priority: 'Priority {{ priority }}',
  escalate: 'Escalate',
  calm: 'Take the escalation back',
  wake: 'Back into the queue',
  snooze: 'Snooze until {{ time }}',
  tags: 'Change of tags',
  unread: 'Mark as unread',
  undo: 'Undo',
  waits: '{{ act }} waits for the connection',
  waitsBehind: '{{ act }} waits for the message before it',
  said: '{{ act }} waits for the connection: “{{ subject }}”',
  list: {
    label: 'Actions that wait',
    waiting: { one: '1 action waits', many: '{{ n }} actions wait' },
    failed: { one: '1 action was not done', many: '{{ n }} actions were not done' },
    offline:
      'The connection is away: {{ all }}. What you write and do is kept and goes out when it is back; the queue may be behind.',
    notDone: '{{ act }} was not done: {{ problem }}',
    undo: 'Undo {{ act }}: “{{ subject }}”',
    anyway: 'Do it anyway',
    leave: 'Leave it',
    gone: 'a ticket that is not here any more',
  },
} as const;

export const t = wordsOf(en);
