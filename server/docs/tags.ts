/** The groups of the description, with what each is about. The first part of a path under /api names its group. */
export const TAGS: Record<string, string> = {
  Acts: 'Changes of many tickets at once.',
  Attachments: 'Files of messages and notes.',
  Audit: 'Who did what, and what it was before: append-only.',
  Auth: 'Sign in and out, and create an account.',
  Categories: 'What a ticket can be about.',
  'Customer list': 'All customers, page by page.',
  Customers: 'Find customers by their name.',
  Docs: 'This page.',
  Events: 'What changed since a cursor, without a socket.',
  Exports: 'All data of a person, as an archive.',
  Health: 'Whether the server runs and can serve.',
  Holds: 'What must not be deleted, because of a law or a dispute.',
  Invitations: 'Who is invited to the team and has not accepted yet.',
  Me: 'Yourself: profile, rights, sessions, password, availability.',
  Menu: 'The navigation of the desk, with links of your own.',
  Openapi: 'This description.',
  Pictures: 'The pictures of people.',
  Priorities: 'How urgent a ticket can be.',
  Queue: 'Take the next tickets, or give yours back.',
  'Reply times': 'How long a first answer usually takes.',
  Retention: 'How long tickets are kept that are done.',
  Roles: 'Roles, and what people with each may do.',
  'Saved replies': 'Texts that staff insert into a message.',
  Search: 'Find messages, notes and subjects.',
  Settings: 'The choices of the installation.',
  'Sign in': 'Which ways of signing in are open, and which roles need a second step.',
  Sites: 'The pages that show the widget.',
  Snapshot: 'Everything that an app needs to start.',
  Statuses: 'The states of a ticket.',
  Tags: 'Words that staff put on tickets.',
  Teams: 'Groups of the staff that tickets wait for.',
  'Ticket counts': 'How many tickets a customer has.',
  Tickets: 'Tickets, and everything on them: messages, notes, files, history, status and assignee.',
  Tokens: 'API tokens of everybody, and of machines.',
  Users: 'People with an account.',
  Views: 'Saved filters of the queue.',
  Visitors: 'Visitors of the widget, for staff.',
  Webhooks: 'Programs that are told of events, and what they were told.',
  Widget: 'What the widget on a page calls.',
  Work: 'Followers, jobs and timed tasks in the background.',
};

/** `/api/saved-replies/:id` belongs to `Saved replies`. */
export function tagOf(path: string): string {
  const first = (/^\/api\/([a-z-]+)/u.exec(path)?.[1] ?? 'health').replaceAll('-', ' ');
  return first.charAt(0).toUpperCase() + first.slice(1);
}
