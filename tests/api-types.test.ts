import { expect, it } from 'vitest';
import { request } from '../client/shared/request.ts';

declare const id: string;

/** Never called. The type check fails where one of these lines compiles after all, or the last ones do not. */
const calls = [
  // @ts-expect-error No route has this path.
  () => request('GET', '/ticket'),
  // @ts-expect-error The path has no such method.
  () => request('DELETE', `/tickets/${id}/status`),
  // @ts-expect-error The body has another field.
  () => request('PUT', `/tickets/${id}/status`, { state: 'resolved' }),
  // @ts-expect-error The field has another type.
  () => request('PUT', `/tickets/${id}/status`, { status: 1 }),
  // @ts-expect-error The answer has no such field.
  async () => (await request('GET', '/me')).nickname,
  async () => (await request('GET', '/me')).rights,
  async () => (await request('PUT', `/tickets/${id}/status`, { status: 'resolved' })).version,
];

it('a path, a method, a body or an answer that no route has is a type error in the clients', () => {
  expect(calls).toHaveLength(7);
});
