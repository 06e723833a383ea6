import type { Item } from '../compile/item';
import { anchorExprOf } from '../compile/moments';
import { completionOf, deliveriesOf } from '../evaluate/completion';
import type { Context } from '../evaluate/context';
import { evaluate } from '../evaluate/evaluate';
import { type ClockFilter, clockOf } from '../evaluate/fact-index';
import type { Delivery, Fact, Judgement, Outcome, RecordedMove } from '../model/fact';
import { WHOLE_AGREEMENT } from '../model/fact-kinds';
import type { Instant, Span } from '../model/time';

/** What is recorded about an item. A fact without an instant counts from the beginning of its day in the item's zone. */
export function outcomeOf(item: Item, context: Context): Outcome {
  const { facts, zones } = context;
  const { reverting } = context.agreement;
  const mentioned = facts.mentions(item.path) || facts.mentions(WHOLE_AGREEMENT);
  const owed = item.quantity === undefined ? {} : { quantity: item.quantity };
  if (reverting.length === 0 && !mentioned) return { incidents: 0, ...owed };
  const only = clockOf(item);
  const at: InstantOf = (fact) => fact.instant ?? zones.instantAt(fact.day, 0, item.zone);
  const last = (kind: Fact['kind']) => facts.completionFact(kind, item.path, [], only);
  const fulfilled = completionOf('fulfilled', item, facts, only);
  const delivered = deliveriesOf(item, facts, only);
  // The delivery that completes the quantity fulfils it for all obligors.
  const reaching = fulfilled?.kind === 'delivered' ? [{ ...fulfilled, by: undefined }] : [];
  const verified = last('verified');
  const unverified = last('could-not-verify');
  const waived = last('waived');
  const superseded = facts.of('superseded', item.path, only)[0];
  const breached = facts.of('breached', item.path, only);
  const cures = facts.of('cured', item.path, only);
  const breaches = spans(breached, cures, at);
  const moves = [
    ...movesOf('fulfilled', [...facts.of('fulfilled', item.path, only), ...reaching], at),
    ...movesOf('breached', breached, at),
    ...movesOf('cured', cures, at),
  ].sort((a, b) => a.at - b.at);
  const open = breaches.at(-1)?.to === undefined ? breaches.at(-1) : undefined;
  const cured = breaches.filter((span): span is Required<Span> => span.to !== undefined);
  const disputes = spans(
    facts.of('disputed', item.path, only),
    facts.of('resolved', item.path, only),
    at,
  );
  const terminated = terminationOf(item, context, only);
  const judgements = facts.of('progress', item.path, only).map((fact) => judgement(fact, at));
  const undone = snapback(item, context);
  const ended = item.kind === 'maintenance' ? facts.of('ended', item.path, only).at(-1) : undefined;
  const completion = fulfilled === undefined ? {} : doneAt(fulfilled, undone, at);
  return {
    ...completion,
    ...(verified === undefined ? {} : { verifiedAt: at(verified) }),
    ...(unverified === undefined ? {} : { couldNotVerifyAt: at(unverified) }),
    ...(waived === undefined ? {} : { waivedAt: at(waived) }),
    ...(superseded === undefined ? {} : { dischargedAt: at(superseded) }),
    ...(terminated === undefined ? {} : { terminatedAt: at(terminated) }),
    ...(open === undefined ? {} : { breachedAt: open.from }),
    ...(cured.length === 0 ? {} : { cured }),
    ...(disputes.length === 0 ? {} : { disputes }),
    ...owed,
    ...(delivered.length === 0
      ? {}
      : { deliveries: delivered.map((fact) => deliveryOf(fact, at)) }),
    ...(judgements.length === 0 ? {} : { judgements: judgements.sort((a, b) => a.at - b.at) }),
    ...(judgements.length + delivered.length === 0 ? {} : runsFrom(item, context)),
    ...(undone !== undefined && ('doneAt' in completion || item.kind === 'maintenance')
      ? { revertedAt: undone }
      : {}),
    ...(ended === undefined ? {} : { endedAt: at(ended) }),
    incidents: breached.length,
    ...(breached.length === 0 ? {} : { breaches: breached.map(at).sort((a, b) => a - b) }),
    ...(moves.length === 0 ? {} : { moves }),
  };
}

type InstantOf = (fact: Pick<Fact, 'day' | 'instant'>) => Instant;

/** Pairs each beginning with the end that follows it; several beginnings before one end are one span. */
function spans(begun: readonly Fact[], over: readonly Fact[], at: InstantOf): Span[] {
  const found: Span[] = [];
  const ends = over.map(at).sort((a, b) => a - b);
  let next = 0;
  for (const from of begun.map(at).sort((a, b) => a - b)) {
    const last = found.at(-1);
    if (last !== undefined && (last.to === undefined || from < last.to)) continue;
    while (next < ends.length && (ends[next] ?? 0) < from) next++;
    const to = ends[next];
    found.push({ from, ...(to === undefined ? {} : { to }) });
  }
  return found;
}

/** The fulfilment. If a snapback undid it later, only `doneAt` is set. */
function doneAt(
  fulfilled: Fact,
  undone: Instant | undefined,
  at: InstantOf,
): Pick<Outcome, 'doneAt' | 'fulfilledAt' | 'fulfilledOn'> {
  const done = at(fulfilled);
  if (undone !== undefined && done < undone) return { doneAt: done };
  return { fulfilledAt: done, fulfilledOn: fulfilled.day };
}

/** A fact, of which the party may be left out. */
type Moving = Omit<Fact, 'by'> & { by?: string | undefined };

function deliveryOf(fact: Fact, at: InstantOf): Delivery {
  const { quantity = 0, by, day } = fact;
  return {
    amount: quantity,
    at: at(fact),
    on: day,
    ...(by === undefined ? {} : { by }),
    fact: fact.id,
  };
}

function movesOf(
  was: RecordedMove['was'],
  facts: readonly Moving[],
  at: InstantOf,
): RecordedMove[] {
  return facts.map((fact) => ({
    was,
    ...(fact.by === undefined ? {} : { by: fact.by }),
    at: at(fact),
    on: fact.day,
    fact: fact.id,
  }));
}

function judgement(fact: Fact, at: InstantOf): Judgement {
  const { level = 0, actor } = fact;
  return { level, at: at(fact), fact: fact.id, ...(actor === undefined ? {} : { by: actor }) };
}

/** The termination of the item or of the agreement, whichever is first. Surviving items ignore that of the agreement. */
function terminationOf(item: Item, { facts }: Context, only: ClockFilter): Fact | undefined {
  const whole = facts
    .of('terminated', WHOLE_AGREEMENT)
    .filter(({ surviving = [] }) => !surviving.some((path) => covers(path, item)));
  const all = [...facts.of('terminated', item.path, only), ...whole];
  return all.sort((a, b) => a.day - b.day)[0];
}

function covers(path: string, item: Item): boolean {
  return path === item.path || path === item.obligation.id;
}

/** When the time for an obligation begins: at its opening or, without one, at its anchor. */
function runsFrom(item: Item, context: Context): { runsFrom?: Instant } {
  const plain = item.opens ?? anchorExprOf(item);
  const withoutSteps = { ...context, derivations: false };
  const value = plain && evaluate(plain, item, withoutSteps, 'start');
  const signing = context.facts.of('occurred', 'signing').at(-1);
  // The time for a date named by the text begins with the signing.
  const start = plain?.type === 'ref' || item.opens !== undefined ? value : signing;
  if (start === undefined || ('known' in start && !start.known)) return {};
  return { runsFrom: start.instant ?? context.zones.instantAt(start.day, 0, item.zone) };
}

/** When a snapback first undoes the item; undefined where none does. */
function snapback(item: Item, context: Context): Instant | undefined {
  const instants: Instant[] = [];
  for (const other of context.agreement.reverting) {
    const { reverts } = other;
    if (reverts === undefined) continue;
    const named = reverts.paths.length === 0 ? [other.path] : reverts.paths;
    if (!named.some((path) => item.path === path || item.path.startsWith(`${path}.`))) continue;
    const on = evaluate(reverts.on, other, context, 'start');
    if (on.known) instants.push(on.instant ?? context.zones.instantAt(on.day, 0, other.zone));
  }
  return instants.length === 0 ? undefined : Math.min(...instants);
}
