import type { Vault } from '../base/vault';
import { linkTo } from './link-page';
import type { Language } from './sentences/catalogue';

/** Types of messages that somebody can acknowledge. */
const ACKNOWLEDGED: readonly string[] = [
  'milestone.upcoming',
  'milestone.due-soon',
  'milestone.grace-started',
  'milestone.overdue',
];

/**
 * The link by which whoever reads a message acknowledges its alert; undefined if there is nothing to acknowledge.
 * @param page the link of the message, which has the origin.
 */
export function acknowledgeLink(
  vault: Vault,
  { id, type, page }: { id: string; type: string; page: string | undefined },
  language: Language,
): string | undefined {
  if (page === undefined || !ACKNOWLEDGED.includes(type)) return undefined;
  const path = `/acknowledge/${id}/${vault.proof(subjectOf(id))}`;
  return linkTo(path, page, language);
}

/** Whether a link with this proof was made for this message. */
export function isAcknowledgeProof(vault: Vault, messageId: string, proof: string): boolean {
  return vault.proves(subjectOf(messageId), proof);
}

function subjectOf(messageId: string): string {
  return `acknowledge ${messageId}`;
}
