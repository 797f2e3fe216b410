/**
 * The pages of the settings, by the code of their item in the menu (`MENU` in db/seed.ts), which says who sees them. A new
 * page is one more entry here, and its row there.
 */
import { later } from '../../shared/later.ts';

interface Page {
  list: ReturnType<typeof later>;
  /** A page for one thing of the list, at `/settings/<code>/<id>`. */
  one?: ReturnType<typeof later>;
}

export const PAGES: Record<string, Page> = {
  people: {
    list: later(async () => (await import('../people/people-page.tsx')).PeoplePage),
    one: later(async () => (await import('../roles/person-page.tsx')).PersonPage),
  },
  customers: {
    list: later(async () => (await import('../customers/customers-page.tsx')).CustomersPage),
    one: later(async () => (await import('../customers/customer-page.tsx')).CustomerPage),
  },
  roles: {
    list: later(async () => (await import('../roles/roles-page.tsx')).RolesPage),
    one: later(async () => (await import('../roles/role-page.tsx')).RolePage),
  },
  sites: {
    list: later(async () => (await import('../sites/sites-page.tsx')).SitesPage),
    one: later(async () => (await import('../sites/site-page.tsx')).SitePage),
  },
  teams: {
    list: later(async () => (await import('../teams/teams-page.tsx')).TeamsPage),
    one: later(async () => (await import('../teams/team-page.tsx')).TeamPage),
  },
  replies: { list: later(async () => (await import('../replies/replies-page.tsx')).RepliesPage) },
  values: { list: later(async () => (await import('../values/statuses-page.tsx')).StatusesPage) },
  categories: { list: later(async () => (await import('../values/statuses-page.tsx')).CategoriesPage) },
  tags: { list: later(async () => (await import('../values/statuses-page.tsx')).TagsPage) },
  assignment: { list: later(async () => (await import('./assignment-page.tsx')).AssignmentPage) },
  tokens: { list: later(async () => (await import('../tokens/tokens-page.tsx')).TokensPage) },
  'sign-in': { list: later(async () => (await import('../sign-in/sign-in-page.tsx')).SignInSettingsPage) },
  profile: { list: later(async () => (await import('../profile/profile-page.tsx')).ProfilePage) },
  security: { list: later(async () => (await import('../security/security-page.tsx')).SecurityPage) },
  audit: { list: later(async () => (await import('../audit/audit-page.tsx')).AuditPage) },
  privacy: { list: later(async () => (await import('../privacy/privacy-page.tsx')).PrivacyPage) },
  menu: { list: later(async () => (await import('../menu/menu-page.tsx')).MenuPage) },
  webhooks: {
    list: later(async () => (await import('../webhooks/webhooks-page.tsx')).WebhooksPage),
    one: later(async () => (await import('../webhooks/webhook-page.tsx')).WebhookPage),
  },
  work: { list: later(async () => (await import('../background/background-page.tsx')).BackgroundPage) },
};
