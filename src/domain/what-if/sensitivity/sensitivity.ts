import { Injectable } from '@nestjs/common';
import { Clock } from '../../../base/clock';
import type { Fault } from '../../../base/refusal';
import type { Fact } from '../../../engine/model/fact';
import { CONFLICT_KINDS } from '../../../engine/review/conflicts';
import { Store } from '../../../store/store';
import { WhatIfBases } from '../base';
import { inZoneOf, type Question, readQuestion, whatIfRefusal } from '../question';
import {
  DAYS_HEAD,
  dayLine,
  presentDayOfSigning,
  presentSlack,
  SLACK_HEAD,
  slackLine,
} from './present-sensitivity';
import { type Range, readRange, type SensitivityRequest } from './sensitivity-query';
import { slackOf, slicedDays } from './slices';

/** Computes the conflicts for each signing day of a range, and the slack of each obligation, with the current facts. */
@Injectable()
export class Sensitivity {
  constructor(
    private readonly store: Store,
    private readonly bases: WhatIfBases,
    private readonly clock: Clock,
  ) {}

  /**
   * The answer in parts; each is computed after the one before has been read.
   * @throws Refusal 'not-found', or 'invalid' with every fault, before the first part.
   */
  async ask(agreementId: string, request: SensitivityRequest): Promise<AsyncIterable<string>> {
    const faults: Fault[] = [];
    const range = readRange(request, faults);
    const base = await this.store.read((tx) => this.bases.read(tx, agreementId, 'live', faults));
    const { convention, zone, blackout } = request;
    const input = { signing: [], assume: [], convention, zone, blackout };
    const question = readQuestion(input, base.agreement, this.clock.now(), faults);
    if (question === undefined || range === undefined || faults.length > 0) {
      throw whatIfRefusal(faults);
    }
    const facts = inZoneOf(question.agreement, base.facts);
    const answer = { question, facts, range, clock: this.clock };
    if (request.format === 'json') return asJson(agreementId, base.row.revision, answer);
    return request.table === 'days' ? daysAsCsv(answer) : slackAsCsv(answer);
  }
}

interface Answer {
  question: Question;
  facts: readonly Fact[];
  range: Range;
  clock: Clock;
}

async function* asJson(
  agreement: string,
  revision: number,
  { question, facts, range, clock }: Answer,
): AsyncGenerator<string> {
  const head = { hypothetical: true, agreement, revision, kinds: CONFLICT_KINDS };
  yield `${JSON.stringify(head).slice(0, -1)},"days":[`;
  let separator = '';
  for await (const days of slicedDays(question, facts, range, clock)) {
    yield separator + days.map((day) => JSON.stringify(presentDayOfSigning(day))).join(',');
    separator = ',';
  }
  const slack = await slackOf(question, facts, range, clock);
  yield `],"slack":${JSON.stringify(slack.map((one) => presentSlack(one, agreement)))}}`;
}

async function* daysAsCsv({ question, facts, range, clock }: Answer): AsyncGenerator<string> {
  yield `${DAYS_HEAD}\n`;
  for await (const days of slicedDays(question, facts, range, clock)) {
    yield days.map((day) => `${dayLine(presentDayOfSigning(day))}\n`).join('');
  }
}

async function* slackAsCsv({ question, facts, range, clock }: Answer): AsyncGenerator<string> {
  const lines = (await slackOf(question, facts, range, clock)).map((one) =>
    slackLine(presentSlack(one, question.agreement.document.id)),
  );
  yield `${[SLACK_HEAD, ...lines].join('\n')}\n`;
}
