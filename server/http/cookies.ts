import { parse } from 'hono/utils/cookie';

export const parseCookie = (header: string | undefined, name: string): string | undefined =>
  header === undefined ? undefined : parse(header, name)[name];
