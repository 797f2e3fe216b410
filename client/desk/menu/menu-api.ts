import type { MenuIcon } from '../../../server/menu/contract.ts';
import { request } from '../../shared/request.ts';

export interface Edit {
  label?: string;
  href?: string;
  icon?: MenuIcon | null;
  parent?: string | null;
  section?: string | null;
  hidden?: boolean;
  roles?: string[];
  people?: string[];
  before?: string | null;
}

export const menuApi = {
  list: () => request('GET', '/menu'),
  add: (input: Edit & { label: string; href: string }) => {
    const { hidden: _hidden, before: _before, ...fields } = input;
    return request('POST', '/menu', fields);
  },
  edit: (code: string, change: Edit) => request('PATCH', `/menu/${code}`, change),
  remove: (code: string) => request('DELETE', `/menu/${code}`),
};
