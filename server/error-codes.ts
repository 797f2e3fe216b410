/**
 * Every error code: its HTTP status, and what happened. Codes are part of the contract: they are added, and never change
 * their meaning. The API description lists them, and `AppError` takes no other.
 */
export const ERROR_CODES = {
  malformed: [400, 'The request could not be read, for example because its body is not JSON.'],
  cut_off: [400, 'The upload ended before its last byte.'],
  bad_cursor: [400, 'The cursor is not the `next` of a page of this list, with its order and filters.'],

  signed_out: [401, 'There is no valid session or token with this request.'],
  token_expired: [401, 'The token has expired. Refresh it, or make a new one.'],
  refresh_refused: [401, 'The refresh token is unknown or has expired. Sign in again.'],
  refresh_used: [401, 'The refresh token was used before, so its whole sign-in has ended. Sign in again.'],
  wrong_sign_in: [401, 'The address or the password is wrong.'],

  second_step: [
    401,
    'The password is right, and a second step is asked for. `details` has `pending`, to be sent with a code, and the `ways`: `code`, `recovery_code`, or `enrol` if the role needs a second step that is not set up yet.',
  ],
  'second_step.wrong': [401, 'The code is wrong. After five of them the password is asked for again.'],
  'second_step.used': [401, 'The code was used before. Each code works once.'],
  'second_step.gone': [401, 'The sign-in waited too long for its second step, or had too many wrong codes.'],

  recent_sign_in: [
    403,
    'This needs a proof of the last 10 minutes of who the caller is: `POST /api/me/proof` in one of the `ways` in `details`, then the same call again.',
  ],
  forbidden: [403, 'The role of the caller does not allow this.'],
  staff_at_portal: [403, 'The portal named itself (X-App), and you are signed in as staff: the desk is at /desk.'],
  foreign_origin: [403, 'The Origin of this change is not an address of this server.'],
  no_origin: [403, 'A change with a cookie needs the header Origin with the address of this server.'],
  'tickets.not_yours': [403, 'Only the assignee and the customer of a ticket can mark it.'],
  'visitor.blocked': [403, 'Staff blocked this visitor.'],

  unknown_event: [404, 'The socket has no such event.'],
  not_found: [404, 'This does not exist, or the caller may not see it. The two look the same.'],
  link_gone: [
    404,
    'The one-time link was used, replaced, ended or has expired, or was never made. They look the same.',
  ],
  'attachments.lost': [404, 'The file is missing on the disk of the server.'],

  wrong_method: [405, 'The address has no such method. `Allow` names those that it has.'],

  id_reused: [409, 'The id already belongs to something else.'],
  'attachments.sent': [409, 'The file is already part of a message.'],
  'identity.off': [409, 'The site has no secret to check tokens with.'],
  'identity.used': [409, 'The identity token was used before.'],
  'invitations.open': [409, 'The address is invited already. Renew or revoke that invitation.'],
  'jobs.not_dead': [409, 'The job runs or waits, so it cannot be run again.'],
  'messages.deleted': [409, 'The message was deleted.'],
  'messages.too_late': [409, 'A message or note can be edited and deleted for a short time only.'],
  'notes.deleted': [409, 'The note was deleted.'],
  'permissions.staff_only': [409, 'Only staff have rights of their own beside those of their role.'],
  'roles.code_taken': [409, 'Another role has this code.'],
  'roles.fixed': [409, 'The rights of the role admin cannot be changed.'],
  'roles.full': [409, 'There are as many roles as one server holds.'],
  'roles.in_use': [
    409,
    'People or invitations have the role; `details` counts them. Name their next role with `replaceBy`.',
  ],
  'roles.name_taken': [409, 'Another role has this name.'],
  'roles.predefined': [409, 'The role comes with the product and cannot be deleted.'],
  'saved_replies.full': [409, 'There are as many saved replies as one list holds.'],
  'second_step.off': [409, 'The person has no second step, or its set-up was not begun.'],
  'second_step.on': [409, 'The person has a second step already.'],
  'second_step.required': [409, 'The role of the person needs a second step.'],
  'sites.full': [409, 'There are as many sites as one server holds.'],
  'sites.no_secret': [409, 'The site has no secret yet.'],
  'tags.too_many': [409, 'There are as many tags as one server holds.'],
  'teams.full': [409, 'There are as many teams as one server holds.'],
  'teams.name_taken': [409, 'There is a team of this name.'],
  'tickets.capacity': [409, 'The person has as many active tickets as their capacity allows.'],
  'tickets.changed': [409, 'Someone changed the same field since `seen`. `details` holds the ticket as it is.'],
  'tickets.closed': [409, 'The ticket is closed. Open a new one with `linkedTo`.'],
  'tickets.linked_most': [409, 'The ticket has as many links as one ticket holds.'],
  'tickets.merged': [409, 'The ticket was merged into the one in `details`.'],
  'tickets.merged_from': [409, 'Other tickets were merged into this one.'],
  'tickets.merged_most': [409, 'As many tickets as possible were merged into the other one.'],
  'tickets.moved_on': [409, 'A colleague answered after `seenSeq`. `details.messages` holds the answers.'],
  'tickets.not_active': [409, 'The ticket is resolved or closed.'],
  'tickets.not_done': [409, 'The ticket is not resolved yet.'],
  'tickets.not_open': [409, 'A customer can edit a ticket only while its status has the type `open`.'],
  'tickets.other_customer': [409, 'The two tickets belong to different customers.'],
  'tickets.rated': [409, 'The time in which a rating can be changed is over.'],
  'tickets.same': [409, 'A ticket cannot be merged into itself.'],
  'tickets.taken': [409, 'A colleague took the ticket.'],
  'tickets.unsplittable': [409, 'These messages cannot become a ticket of their own.'],
  'users.email_taken': [409, 'There is an account with this address.'],
  'users.inactive': [409, 'The person is deactivated.'],
  'users.kind': [409, 'A customer cannot become staff, nor staff a customer.'],
  'users.last_admin': [409, 'Nobody would be left who may manage people and roles.'],
  'users.no_address': [409, 'The person has no address, as a visitor of the widget.'],
  'users.own_password': [409, 'Callers change their own password with the old one.'],
  'views.full': [409, 'There are as many saved views as one person holds.'],
  'visitor.known': [409, 'The site says who this visitor is.'],

  too_large: [413, 'The body or the file is too large.'],
  not_json: [415, 'The body is not declared as JSON.'],
  not_multipart: [415, 'A file is sent as multipart/form-data.'],

  invalid: [422, 'A field is wrong. `fields` says which, and why.'],
  'attachments.empty': [422, 'The file is empty.'],
  'attachments.too_many_pixels': [422, 'The picture has too many pixels.'],
  'attachments.undecodable': [422, 'The picture cannot be decoded.'],
  'identity.refused': [422, 'The identity token is not valid. `message` says why.'],

  too_many: [429, 'Too many requests. Try again after `Retry-After` seconds.'],
  'widget.proof_needed': [429, 'A new visitor must solve the puzzle in `details` first.'],

  internal: [500, 'A fault of the server. It was logged.'],
  full: [503, 'The disk is full. Reading works.'],
  busy: [503, 'The server is busy. Try again after `Retry-After` seconds.'],
  stopping: [503, 'The server is restarting. Try again after `Retry-After` seconds.'],
} as const satisfies Record<string, readonly [status: number, when: string]>;

export type ErrorCode = keyof typeof ERROR_CODES;
export type StatusOf<C extends ErrorCode> = (typeof ERROR_CODES)[C][0];
