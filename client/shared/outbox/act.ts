/** A change that an agent makes to one field of a ticket, as a value that can be stored. */
export type Act =
  | { field: 'status'; value: string }
  | { field: 'assignee'; value: string | null }
  | { field: 'priority'; value: string }
  | { field: 'category'; value: string | null }
  | { field: 'team'; value: string | null }
  | { field: 'escalated'; value: boolean }
  | { field: 'due'; value: number | null }
  | { field: 'snooze'; value: number | null }
  | { field: 'tags'; value: string[] }
  /** The seq of the first message that is unread again. */
  | { field: 'unread'; value: number };
