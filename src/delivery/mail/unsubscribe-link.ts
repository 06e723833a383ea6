import type { Vault } from '../../base/vault';
import { linkTo } from '../../outbox/link-page';
import type { Language } from '../../outbox/sentences/catalogue';

/** A destination of the kind `email`. */
interface Mailbox {
  id: string;
  address: string;
}

/**
 * The link by which a reader of a mail unsubscribes the address. Mail programs POST to it (RFC 8058). For people it
 * opens a page that asks for confirmation.
 * @param page the link of the message, of which the origin is used.
 */
export function unsubscribeLink(
  vault: Vault,
  { id, address }: Mailbox,
  page: string,
  language: Language,
): string {
  const path = `/unsubscribe/${id}/${vault.proof(subjectOf({ id, address }))}`;
  return linkTo(path, page, language);
}

/** Whether a link with this proof was made for this address. */
export function isUnsubscribeProof(vault: Vault, mailbox: Mailbox, proof: string): boolean {
  return vault.proves(subjectOf(mailbox), proof);
}

/** Names the address, so that a mail to a former one does not end the mails to another. */
function subjectOf({ id, address }: Mailbox): string {
  return `unsubscribe ${id} ${address}`;
}
