/** The four lists that admins keep, as one kind of list. */
import type { Colour, StatusType, Uses } from '../../../server/ticket-fields/contract.ts';
import { request } from '../../shared/request.ts';

export type ListName = 'statuses' | 'priorities' | 'categories' | 'tags';

/** A value of any of the lists; a tag's key is its id, and it has no weight. */
export interface Item {
  key: string;
  name: string;
  description: string;
  colour: Colour;
  archived: boolean;
  isDefault: boolean;
  tickets: Uses;
  type?: StatusType | undefined;
  responseMinutes?: number | undefined;
  resolutionMinutes?: number | undefined;
}
export interface Draft {
  name: string;
  description: string;
  colour: Colour;
  type: StatusType;
  responseMinutes: number;
  resolutionMinutes: number;
}

const NO_USES: Uses = { n: 0, more: false };
type Coded = Omit<Item, 'key' | 'tickets'> & { code: string; tickets?: Uses | undefined };
const coded = ({ code, tickets = NO_USES, ...value }: Coded): Item => ({ ...value, key: code, tickets });

export async function loadItems(list: ListName): Promise<Item[]> {
  if (list === 'statuses') return (await request('GET', '/statuses?uses=true')).map(coded);
  if (list === 'priorities') return (await request('GET', '/priorities?uses=true')).map(coded);
  if (list === 'categories') return (await request('GET', '/categories?uses=true')).map(coded);
  const { items } = await request('GET', '/tags?uses=true');
  return items.map(({ id, tickets = NO_USES, ...tag }) => ({ ...tag, key: id, isDefault: false, tickets }));
}

export async function addItem(list: ListName, draft: Draft): Promise<unknown> {
  const { name, description, colour, type, responseMinutes, resolutionMinutes } = draft;
  const value = { name, description, colour };
  if (list === 'statuses') return request('POST', '/statuses', { ...value, type });
  if (list === 'priorities') return request('POST', '/priorities', { ...value, responseMinutes, resolutionMinutes });
  if (list === 'categories') return request('POST', '/categories', value);
  const { id } = await request('POST', '/tags', { name });
  return request('PATCH', `/tags/${id}`, { description, colour });
}

type Change = Partial<Draft> & { archived?: boolean; isDefault?: boolean };
export function editItem(list: ListName, key: string, change: Change): Promise<unknown> {
  const { type, responseMinutes, resolutionMinutes, isDefault, ...value } = change;
  if (list === 'tags') return request('PATCH', `/tags/${key}`, value);
  const shared = { ...value, ...(isDefault !== undefined && { isDefault }) };
  if (list === 'categories') return request('PATCH', `/categories/${key}`, shared);
  if (list === 'statuses') return request('PATCH', `/statuses/${key}`, { ...shared, ...(type && { type }) });
  const targets = responseMinutes && resolutionMinutes ? { responseMinutes, resolutionMinutes } : {};
  return request('PATCH', `/priorities/${key}`, { ...shared, ...targets });
}

export function orderItems(list: ListName, codes: string[]): Promise<unknown> {
  if (list === 'statuses') return request('PUT', '/statuses/order', { codes });
  return list === 'priorities'
    ? request('PUT', '/priorities/order', { codes })
    : request('PUT', '/categories/order', { codes });
}

export function deleteItem(list: ListName, key: string, by: string | null) {
  const query: '' | `?${string}` = by === null ? '' : `?replaceBy=${by}`;
  if (list === 'statuses') return request('DELETE', `/statuses/${key}${query}`);
  if (list === 'priorities') return request('DELETE', `/priorities/${key}${query}`);
  if (list === 'categories') return request('DELETE', `/categories/${key}${query}`);
  return request('DELETE', `/tags/${key}${query}`);
}
