/** What an agent does to a ticket, as a value that can be kept: one field, as it should be from now on. */
export type Act =
  | { field: 'status'; value: string }
  | { field: 'assignee'; value: string | null }
  | { field: 'priority'; value: string }
  | { field: 'escalated'; value: boolean }
  | { field: 'snooze'; value: number | null }
  | { field: 'tags'; value: string[] }
  /** The first message that is unread again. */
  | { field: 'unread'; value: number };
