import { AppError } from '../errors.ts';

/** The same for a link that was never made, was used, was replaced, has expired, or whose maker lost the right to make it. */
export const linkGone = () =>
  new AppError(404, 'link_gone', 'This link does not work any more. Ask for a new one; each works once.');
