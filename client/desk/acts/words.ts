import { wordsOf } from '../../shared/words.ts';

const en = {
  resolve: 'Resolve',
  status: 'Status {{ status }}',
  take: 'Take',
  assign: 'Assign to {{ name }}',
  handBack: 'Unassign',
  priority: 'Priority {{ priority }}',
  category: 'Category {{ category }}',
  none: 'none',
  team: 'Team {{ team }}',
  noTeam: 'No team',
  escalate: 'Escalate',
  calm: 'De-escalate',
  due: 'Due date {{ time }}',
  undue: 'Remove the due date',
  wake: 'Unsnooze',
  snooze: 'Snooze until {{ time }}',
  tags: 'Tag change',
  unread: 'Mark as unread',
  undo: 'Undo',
  waits: '{{ act }} waits for the connection',
  waitsBehind: '{{ act }} waits for the message before it',
  said: '{{ act }} waits for the connection: “{{ subject }}”',
  list: {
    label: 'Actions that wait',
    waiting: { one: '1 action waits', many: '{{ n }} actions wait' },
    failed: { one: '1 action failed', many: '{{ n }} actions failed' },
    offline:
      'You are offline: {{ all }}. What you write and do is saved and sent when you reconnect; the queue may be out of date.',
    notDone: '{{ act }} failed: {{ problem }}',
    undo: 'Undo {{ act }}: “{{ subject }}”',
    anyway: 'Do it anyway',
    leave: 'Discard',
    gone: 'a ticket that no longer exists',
  },
} as const;

export const t = wordsOf(en);
