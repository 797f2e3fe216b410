import type { Action, Area } from '../server/people/contract.ts';
import type { Db } from './database.ts';
import { counters, meta } from './schema/settings.ts';
import { menuItems, rolePermissions, roles } from './schema/people.ts';
import { priorities, statuses } from './schema/ticket-fields.ts';

/** The statements that add the rows of every installation, in this order. Existing rows stay unchanged. */
export function seeds(db: Db, { epoch }: { epoch: string }) {
  return [
    db
      .insert(meta)
      .values([{ key: 'epoch', value: epoch }])
      .onConflictDoNothing(),
    db
      .insert(counters)
      .values([
        { name: 'ticket_number', value: 1000 },
        { name: 'visitor_number', value: 0 },
        { name: 'waiting', value: 0 },
      ])
      .onConflictDoNothing(),
    db.insert(statuses).values(STATUSES).onConflictDoNothing(),
    db.insert(priorities).values(PRIORITIES).onConflictDoNothing(),
    db.insert(roles).values(ROLES).onConflictDoNothing(),
    db.insert(rolePermissions).values(rightsOfRoles()).onConflictDoNothing(),
    db.insert(menuItems).values(MENU).onConflictDoNothing(),
  ];
}

const STATUSES = [
  { code: 'open', name: 'Open', type: 'open', colour: 'info', weight: 10, isDefault: true },
  { code: 'in_progress', name: 'In progress', type: 'in_progress', colour: 'accent', weight: 20, isDefault: true },
  { code: 'pending', name: 'Waiting for the customer', type: 'pending', colour: 'ink', weight: 30, isDefault: true },
  { code: 'resolved', name: 'Resolved', type: 'resolved', colour: 'accent', weight: 40, isDefault: true },
  { code: 'closed', name: 'Closed', type: 'closed', colour: 'ink', weight: 50, isDefault: true },
  { code: 'cancelled', name: 'Cancelled', type: 'cancelled', colour: 'ink', weight: 60, isDefault: true },
] as const satisfies (typeof statuses.$inferInsert)[];

const PRIORITIES = [
  {
    code: 'low',
    name: 'Low',
    colour: 'ink',
    weight: 10,
    isDefault: false,
    responseMinutes: 480,
    resolutionMinutes: 7200,
  },
  {
    code: 'normal',
    name: 'Normal',
    colour: 'ink',
    weight: 20,
    isDefault: true,
    responseMinutes: 60,
    resolutionMinutes: 2880,
  },
  {
    code: 'high',
    name: 'High',
    colour: 'warm',
    weight: 30,
    isDefault: false,
    responseMinutes: 30,
    resolutionMinutes: 1440,
  },
  {
    code: 'urgent',
    name: 'Urgent',
    colour: 'hot',
    weight: 40,
    isDefault: false,
    responseMinutes: 10,
    resolutionMinutes: 240,
  },
] as const satisfies (typeof priorities.$inferInsert)[];

const ROLES = [
  { code: 'customer', name: 'Customer', kind: 'customer' },
  { code: 'agent', name: 'Agent', kind: 'staff' },
  { code: 'supervisor', name: 'Supervisor', kind: 'staff' },
  { code: 'admin', name: 'Admin', kind: 'staff' },
] as const satisfies (typeof roles.$inferInsert)[];

const ALL: Action[] = ['view', 'create', 'update', 'delete'];
const RIGHTS: Record<(typeof ROLES)[number]['code'], Partial<Record<Area, Action[]>>> = {
  customer: { tickets: ['view', 'create', 'update'], messages: ['view', 'create', 'update', 'delete'] },
  agent: {
    tickets: ['view', 'create', 'update'],
    messages: ['view', 'create', 'update', 'delete'],
    notes: ALL,
    // Rights on shared replies. Own replies need only `view`.
    saved_replies: ['view'],
    teams: ['view'],
  },
  supervisor: {
    tickets: ['view', 'create', 'update'],
    others_tickets: ['update'],
    messages: ['view', 'create', 'update', 'delete'],
    notes: ALL,
    saved_replies: ALL,
    teams: ['view', 'create', 'update'],
  },
  admin: {
    tickets: ALL,
    others_tickets: ALL,
    messages: ALL,
    notes: ALL,
    saved_replies: ALL,
    people: ALL,
    teams: ALL,
    roles: ALL,
    settings: ALL,
    // Nobody changes the audit log.
    audit: ['view'],
  },
};

function rightsOfRoles() {
  return Object.entries(RIGHTS).flatMap(([role, areas]) =>
    Object.entries(areas).map(([area, allowed]) => ({
      role,
      area,
      view: allowed.includes('view'),
      create: allowed.includes('create'),
      update: allowed.includes('update'),
      delete: allowed.includes('delete'),
    })),
  );
}

export const MENU: (typeof menuItems.$inferInsert)[] = [
  { code: 'waiting', label: 'Waiting', href: '/desk/waiting', area: 'tickets', weight: 10 },
  { code: 'mine', label: 'Mine', href: '/desk/mine', area: 'tickets', weight: 20 },
  { code: 'snoozed', label: 'Snoozed', href: '/desk/snoozed', area: 'tickets', weight: 25 },
  { code: 'all', label: 'Everything', href: '/desk/all', area: 'tickets', weight: 30 },
  { code: 'mentions', label: 'Mentions', href: '/desk/mentions', area: 'notes', weight: 22 },
  { code: 'settings', label: 'Settings', href: '/desk/settings', weight: 95 },
  page('people', 'People', { section: 'People', area: 'people', weight: 110 }),
  page('customers', 'Customers', { section: 'People', area: 'people', weight: 112 }),
  page('roles', 'Roles', { section: 'People', area: 'roles', weight: 115 }),
  page('teams', 'Teams', { section: 'People', area: 'teams', weight: 117 }),
  page('sites', 'Widget', { section: 'Conversations', area: 'settings', weight: 120 }),
  page('replies', 'Saved replies', { section: 'Conversations', area: 'saved_replies', weight: 130 }),
  page('values', 'Statuses and priorities', { section: 'Conversations', area: 'settings', weight: 132 }),
  page('categories', 'Categories', { section: 'Conversations', area: 'settings', weight: 134 }),
  page('tags', 'Tags', { section: 'Conversations', area: 'settings', weight: 136 }),
  page('assignment', 'Assignment', { section: 'Conversations', area: 'settings', weight: 140 }),
  page('tokens', 'Access tokens', { section: 'Connections', weight: 180 }),
  page('webhooks', 'Webhooks', { section: 'Connections', area: 'settings', weight: 181 }),
  page('menu', 'Menu', { section: 'This installation', area: 'settings', weight: 183 }),
  page('sign-in', 'Sign-in', { section: 'This installation', area: 'settings', weight: 185 }),
  page('privacy', 'Privacy', { section: 'This installation', area: 'settings', weight: 187 }),
  page('work', 'Background work', { section: 'This installation', area: 'settings', weight: 190 }),
  page('audit', 'Audit log', { section: 'This installation', area: 'audit', weight: 195 }),
  page('profile', 'Profile', { section: 'Your account', weight: 205 }),
  page('security', 'Sign-in and security', { section: 'Your account', weight: 210 }),
];

/** A page of the settings, for all staff if it has no area. Its component is named by the same code in `client/desk/settings/pages.ts`. */
function page(code: string, label: string, item: { section: string; area?: Area; weight: number }) {
  return { code, label, href: `/desk/settings/${code}`, parent: 'settings', ...item };
}
