import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Granted } from '../../access/caller';
import { Access } from '../../access/rule';
import { dayOrRange } from '../../base/present-time';
import { POLICY } from '../../config/policy';
import { type AgreementHeader, Agreements } from '../../domain/agreement/agreements';
import type { MilestoneRow } from '../../domain/milestone/milestone.entity';
import { Milestones } from '../../domain/milestone/milestones';
import { EN_STATUS } from '../../engine/status/en-status';
import type { ShownStatus } from '../../engine/status/shown-status';
import { sortOf } from '../../engine/status/status-words';
import { Store } from '../../store/store';
import { isWithoutRecord } from '../agreements/brief';
import type { Block, Text } from '../reports/report-blocks';
import { HTML_POLICY, htmlOf } from '../reports/report-html';

/** A page that works without JavaScript: all milestones in a table. */
@ApiExcludeController()
@Controller('plain')
export class PlainController {
  constructor(
    private readonly store: Store,
    private readonly agreements: Agreements,
    private readonly milestones: Milestones,
  ) {}

  @Get()
  @Access('reader', 'granted')
  async list(
    @Granted() granted: readonly string[] | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const rows = await this.store.read((tx) =>
      this.agreements.headers(tx, POLICY.pageRowsLargest, granted),
    );
    return html(reply, [
      { is: 'title', text: 'Agreements' },
      { is: 'table', head: ['Agreement', 'State'], rows: rows.map(agreementRow) },
    ]);
  }

  @Get(':agreement')
  @Access('reader', { agreement: 'agreement' })
  async one(
    @Param('agreement') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const { agreement, rows } = await this.store.read(async (tx) => ({
      agreement: await this.agreements.header(tx, id),
      rows: await this.milestones.list(tx, {
        agreements: [id],
        limit: POLICY.plainObligations,
      }),
    }));
    const assumed = rows.some(({ hypothetical }) => hypothetical);
    return html(reply, [
      { is: 'title', text: agreement.title },
      ...(assumed
        ? [
            {
              is: 'warning',
              text: 'These dates rest on a hypothetical signing. The agreement has not been signed.',
            } as const,
          ]
        : []),
      { is: 'table', head: HEAD, rows: rows.map((row) => milestoneRow(row, agreement.createdAt)) },
    ]);
  }
}

const HEAD = ['Ref', 'Milestone', 'Rule', 'Due', 'Status'];

function html(reply: FastifyReply, blocks: readonly Block[]): string {
  reply
    .header('content-type', 'text/html; charset=utf-8')
    .header('content-security-policy', HTML_POLICY);
  return htmlOf(blocks);
}

function agreementRow({ id, title, standing }: AgreementHeader): Text[] {
  return [{ text: '', links: [{ title, url: `/plain/${id}` }] }, { text: standing }];
}

function milestoneRow(row: MilestoneRow, createdAt: number): Text[] {
  const { ref, title, phrase, hypothetical } = row;
  const status = statusText(row, createdAt);
  return [
    { text: ref ?? '' },
    { text: title },
    { text: phrase },
    { text: whenOf(row) },
    { text: hypothetical ? `${status} (hypothetical)` : status },
  ];
}

/** The word that the page with script shows. */
function statusText(row: MilestoneRow, createdAt: number): string {
  const { status } = row;
  const shown: ShownStatus = isWithoutRecord(row, createdAt) ? 'unrecorded' : status;
  const [ahead, soon, over, reached] = EN_STATUS.coming[sortOf(row)] ?? [];
  const words: Partial<Record<ShownStatus, string | undefined>> = {
    upcoming: ahead,
    'due-soon': soon,
    expired: over,
    open: over,
    met: reached,
  };
  const own = words[shown];
  return own ?? EN_STATUS.status[shown];
}

function whenOf(row: MilestoneRow): string {
  const { dueOn, startsOn, endsOn, opensOn, targetOn, status, waitsFor, rough, nature } = row;
  if (dueOn !== null) return dayOrRange(rough?.dueOnEarliest, dueOn);
  if (startsOn !== null) {
    const end = endsOn === null ? '' : dayOrRange(rough?.endsOnEarliest, endsOn);
    return `${startRange(startsOn, rough?.startsOnLatest)} – ${end}`;
  }
  if (nature === 'goal' && targetOn !== null) {
    return `goal: ${dayOrRange(rough?.targetOnEarliest, targetOn)}`;
  }
  if (opensOn !== null) {
    const day = startRange(opensOn, rough?.opensOnLatest);
    return `${status === 'open' ? 'open since' : 'from'} ${day}`;
  }
  return waitsFor.length > 0 ? `waits for ${waitsFor.join(', ')}` : '';
}

function startRange(earliest: number, latest: number | undefined): string {
  return latest === undefined ? dayOrRange(null, earliest) : dayOrRange(earliest, latest);
}
