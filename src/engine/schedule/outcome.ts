import type { Item } from '../compile/item';
import { anchorExprOf } from '../compile/moments';
import type { Context } from '../evaluate/context';
import { evaluate } from '../evaluate/evaluate';
import type { ClockFilter } from '../evaluate/fact-index';
import type { Fact, Judgement, Outcome, RecordedMove } from '../model/fact';
import { WHOLE_AGREEMENT } from '../model/fact-kinds';
import type { Instant, Span } from '../model/time';

/** What was recorded about an item, as instants; a fact known by its day stands at the day's beginning. */
export function outcomeOf(item: Item, context: Context): Outcome {
  const { facts, zones } = context;
  const { reverting } = context.agreement;
  const mentioned = facts.mentions(item.path) || facts.mentions(WHOLE_AGREEMENT);
  if (reverting.length === 0 && !mentioned) return { incidents: 0 };
  const only = { party: item.party, ordinal: item.ordinal ?? item.each };
  const at: AtOf = (fact) => fact.instant ?? zones.instantAt(fact.day, 0, item.zone);
  const last = (kind: Fact['kind']) => facts.completionFact(kind, item.path, [], only);
  const fulfilled = facts.completionFact('fulfilled', item.path, item.obligors, only);
  const verified = last('verified');
  const unverified = last('could-not-verify');
  const waived = last('waived');
  const superseded = facts.of('superseded', item.path, only)[0];
  const breached = facts.of('breached', item.path, only);
  const cures = facts.of('cured', item.path, only);
  const breaches = spans(breached, cures, at);
  const moves = movesOf([...facts.of('fulfilled', item.path, only), ...breached, ...cures], at);
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
  const reverted = undone !== undefined && fulfilled !== undefined && at(fulfilled) < undone;
  const done = fulfilled === undefined ? undefined : at(fulfilled);
  return {
    ...(done === undefined
      ? {}
      : reverted
        ? { doneAt: done }
        : { fulfilledAt: done, fulfilledOn: fulfilled?.day as number }),
    ...(verified === undefined ? {} : { verifiedAt: at(verified) }),
    ...(unverified === undefined ? {} : { couldNotVerifyAt: at(unverified) }),
    ...(waived === undefined ? {} : { waivedAt: at(waived) }),
    ...(superseded === undefined ? {} : { dischargedAt: at(superseded) }),
    ...(terminated === undefined ? {} : { terminatedAt: at(terminated) }),
    ...(open === undefined ? {} : { breachedAt: open.from }),
    ...(cured.length === 0 ? {} : { cured }),
    ...(disputes.length === 0 ? {} : { disputes }),
    ...(judgements.length === 0
      ? {}
      : { judgements: judgements.sort((a, b) => a.at - b.at), ...runsFrom(item, context) }),
    ...(undone !== undefined && (reverted || item.kind === 'maintenance')
      ? { revertedAt: undone }
      : {}),
    ...(ended === undefined ? {} : { endedAt: at(ended) }),
    incidents: breached.length,
    ...(breached.length === 0 ? {} : { breaches: breached.map(at).sort((a, b) => a - b) }),
    ...(moves.length === 0 ? {} : { moves }),
  };
}

type AtOf = (fact: Fact) => Instant;

/** From each first beginning to the end that follows it; several beginnings before one end are one span. */
function spans(begun: readonly Fact[], over: readonly Fact[], at: AtOf): Span[] {
  const found: Span[] = [];
  const ends = over.map(at).sort((a, b) => a - b);
  for (const from of begun.map(at).sort((a, b) => a - b)) {
    const last = found.at(-1);
    if (last !== undefined && (last.to === undefined || from < last.to)) continue;
    const to = ends.find((end) => end >= from);
    found.push({ from, ...(to === undefined ? {} : { to }) });
  }
  return found;
}

function movesOf(facts: readonly Fact[], at: AtOf): RecordedMove[] {
  return facts
    .map((fact) => ({
      was: fact.kind as RecordedMove['was'],
      ...(fact.by === undefined ? {} : { by: fact.by }),
      at: at(fact),
      on: fact.day,
      fact: fact.id,
    }))
    .sort((a, b) => a.at - b.at);
}

function judgement(fact: Fact, at: AtOf): Judgement {
  const { level = 0, actor } = fact;
  return { level, at: at(fact), fact: fact.id, ...(actor === undefined ? {} : { by: actor }) };
}

/** Its own termination or the agreement's, whichever came first; what survives outlives the agreement's. */
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

/** Since when the time of a duty runs: from when it may be done, or the moment it is counted from. */
function runsFrom(item: Item, context: Context): { runsFrom?: Instant } {
  const plain = item.opens ?? anchorExprOf(item);
  const quiet = { ...context, derivations: false };
  const value = plain && evaluate(plain, item, quiet, 'start');
  const signing = context.facts.of('occurred', 'signing').at(-1);
  // A date that the text itself names has run since the signing.
  const start = plain?.type === 'ref' || item.opens !== undefined ? value : signing;
  if (start === undefined || ('known' in start && !start.known)) return {};
  return { runsFrom: start.instant ?? context.zones.instantAt(start.day, 0, item.zone) };
}

/** When a snapback undid what had been done; undefined while none did. */
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
