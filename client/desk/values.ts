/** Which of the values that admins keep a person is offered. */
import type { Status, StatusType } from '../../server/ticket-fields/contract.ts';

type Value = { archived: boolean } & ({ code: string } | { id: string });

/** Archived ones are offered no more; `now` are the codes or ids that the ticket or the filter has. */
export const offered = <V extends Value>(all: readonly V[], now: readonly (string | null | undefined)[]): V[] =>
  all.filter((value) => !value.archived || now.includes('code' in value ? value.code : value.id));

/** The status that stands for a type, such as `resolved`. */
export const defaultOf = (type: StatusType, statuses: readonly Status[]): string =>
  statuses.find((one) => one.type === type && one.isDefault)?.code ?? type;
