/** The current page of the visitor as the server expects it; unknown or invalid parts are left out. */
import type { Body } from '../shared/routes.ts';
import { cut } from '../shared/graphemes.ts';
import { host } from './host.ts';

const short = (text: string, most: number) => (text === '' ? undefined : cut(text, most));
const address = (text: string) => (/^https?:\/\//u.test(text) && text.length <= 2000 ? text : undefined);

type Visit = Body<'PUT', '/widget/visit'>;

export function visitNow(): Visit {
  const { page, pageTitle, referrer, locale, fields } = host();
  const known = {
    page: address(page),
    pageTitle: short(pageTitle, 200),
    referrer: address(referrer),
    language: /^[A-Za-z0-9-]{2,35}$/u.test(locale) ? locale : undefined,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    fields: fields && Object.keys(fields).length > 0 ? fields : undefined,
  };
  return JSON.parse(JSON.stringify(known)) as Visit;
}
