import { MESSAGE_TYPES, type MessageType } from '../../outbox/message-type';

type Severity = 'critical' | 'error' | 'warning' | 'info';

/**
 * What a message does to the incident that a service such as PagerDuty has for its milestone: it opens the incident with
 * a severity, resolves it or acknowledges it. A message that is not about a single deadline has no effect (`none`).
 */
type Effect = { opens: Severity } | 'resolve' | 'acknowledge' | 'none';

const EFFECTS: Readonly<Record<MessageType, Effect>> = {
  'milestone.upcoming': { opens: 'info' },
  'milestone.due-soon': { opens: 'warning' },
  'milestone.grace-started': { opens: 'error' },
  'milestone.overdue': { opens: 'critical' },
  'milestone.fulfilled': 'resolve',
  'milestone.fulfilled-late': 'resolve',
  'milestone.fulfilled-in-part': 'none',
  'milestone.violated': { opens: 'critical' },
  'milestone.redated': 'resolve',
  'milestone.undated': 'resolve',
  'milestone.corrected': 'resolve',
  'agreement.signed': 'none',
  'schedule.changed': 'none',
  'alert.acknowledged': 'acknowledge',
  digest: 'none',
  'endpoint.disabled': 'none',
  ping: { opens: 'info' },
};

const isMessageType = (type: string): type is MessageType => Object.hasOwn(EFFECTS, type);

/** The effect of a message; `none` for a type that this release does not have. */
export function effectOf(type: string): Effect {
  return isMessageType(type) ? EFFECTS[type] : 'none';
}

/** The severity with which a message opens an incident; undefined if it opens none. */
export function severityOf(type: string): Severity | undefined {
  const effect = effectOf(type);
  return typeof effect === 'object' ? effect.opens : undefined;
}

/** Whether people should see it at once: a deadline has passed or an obligation is broken, and no fact is assumed. */
export function isUrgent({ type, hypothetical }: { type: string; hypothetical: boolean }): boolean {
  return !hypothetical && ['error', 'critical'].includes(severityOf(type) ?? 'info');
}

/** The types of messages about incidents. */
export const INCIDENT_TYPES: readonly MessageType[] = MESSAGE_TYPES.filter(
  (type) => EFFECTS[type] !== 'none',
);
