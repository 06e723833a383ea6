import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { presentDay } from '../../base/present-time';
import {
  type DigestList,
  DigestLists,
  type DigestMilestone,
  type DigestScope,
  type MilestoneLists,
  NAMED_IN_DIGEST,
} from '../../outbox/digest-lists';
import { PublicUrl } from '../../outbox/public-url';
import { selectSome } from '../../store/sql/rows';
import { among } from '../../store/sql/sql';
import { Agreements } from '../agreement/agreements';
import { NO_RECORDS } from '../ledger/ledger';
import { MilestoneRow } from '../milestone/milestone.entity';
import { Milestones } from '../milestone/milestones';
import { isReminded, targetDay, targetInstant } from './alert-plan';
import { messageContext, saidInEach } from './message-context';
import { noticeText } from './notice-text';
import { KIND_BY_TIMELINESS, type NoticeKind } from './notices';

const COLUMNS = [
  'id',
  'agreementId',
  'obligors',
  'beneficiaries',
  'theme',
  'hypothetical',
  'state',
  'status',
  'timeliness',
  'comesAt',
  'dueAt',
  'startsAt',
] as const satisfies readonly (keyof MilestoneRow)[];

type Listed = Pick<MilestoneRow, (typeof COLUMNS)[number]>;

/** Finds what is late and what comes next, for digests. Agreements that are paused or archived are left out. */
@Injectable()
export class DigestMilestones implements OnModuleInit {
  constructor(
    private readonly agreements: Agreements,
    private readonly milestones: Milestones,
    private readonly lists: DigestLists,
    private readonly links: PublicUrl,
  ) {}

  onModuleInit(): void {
    this.lists.offer((tx, scope, now, until) => this.of(tx, scope, now, until));
  }

  private async of(
    tx: EntityManager,
    scope: DigestScope,
    now: number,
    until: number,
  ): Promise<MilestoneLists> {
    const target = 'COALESCE(comes_at, due_at, starts_at)';
    const late = await this.select(tx, scope, "timeliness IN ('overdue', 'in-grace')", []);
    const next = await this.select(tx, scope, `${target} > ? AND ${target} < ?`, [now, until]);
    return {
      late: await this.listOf(
        tx,
        late,
        now,
        ({ timeliness }) => KIND_BY_TIMELINESS[timeliness] ?? 'overdue',
      ),
      next: await this.listOf(tx, next, now, () => 'upcoming'),
    };
  }

  /** Earliest first. */
  private async select(
    tx: EntityManager,
    scope: DigestScope,
    clause: string,
    parameters: readonly number[],
  ): Promise<Listed[]> {
    const own = among(
      'milestone.agreement_id',
      scope.agreements.length === 0 ? undefined : scope.agreements,
    );
    const rows = await selectSome(
      tx,
      MilestoneRow,
      COLUMNS,
      `JOIN agreement ON agreement.id = milestone.agreement_id AND agreement.standing = 'active'
        WHERE milestone.dropped_at IS NULL AND ${clause} AND ${own.clause}`,
      [...parameters, ...own.parameters],
    );
    const byTarget = (a: Listed, b: Listed) => (targetInstant(a) ?? 0) - (targetInstant(b) ?? 0);
    return rows.filter((row) => isReminded(row) && isWithin(scope, row)).sort(byTarget);
  }

  private async listOf(
    tx: EntityManager,
    found: readonly Listed[],
    now: number,
    kindOf: (row: MilestoneRow) => NoticeKind,
  ): Promise<DigestList> {
    const ids = found.slice(0, NAMED_IN_DIGEST).map(({ id }) => id);
    const items: DigestMilestone[] = [];
    for (const row of await this.milestones.listIds(tx, ids)) {
      items.push(await this.itemOf(tx, row, kindOf(row), now));
    }
    return { count: found.length, items };
  }

  private async itemOf(
    tx: EntityManager,
    row: MilestoneRow,
    kind: NoticeKind,
    now: number,
  ): Promise<DigestMilestone> {
    const document = await this.agreements.findDocument(tx, row.agreementId);
    const context = messageContext({ document, records: NO_RECORDS, links: this.links, now });
    const sentence = saidInEach(
      context,
      row,
      (inOne, own = row) => noticeText(inOne, { kind, row: own, step: 0, at: now }).sentence,
    );
    return {
      milestone: row.id,
      agreement: row.agreementId,
      title: row.title,
      on: presentDay(targetDay(row)),
      hypothetical: row.hypothetical,
      ...sentence,
      url: this.links.page({
        agreement: row.agreementId,
        milestone: row.id.slice(row.agreementId.length + 1),
      }),
    };
  }
}

function isWithin(scope: DigestScope, row: Listed): boolean {
  const { parties, themes, includeHypothetical, includeActual } = scope;
  return (
    (row.hypothetical ? includeHypothetical : includeActual) &&
    (parties.length === 0 ||
      [...row.obligors, ...row.beneficiaries].some((party) => parties.includes(party))) &&
    (themes.length === 0 || (row.theme !== null && themes.includes(row.theme)))
  );
}
