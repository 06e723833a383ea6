import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Granted, narrowGrant } from '../../access/caller';
import { Access } from '../../access/rule';
import { Clock } from '../../base/clock';
import { Refusal } from '../../base/refusal';
import { instantIn } from '../../base/text/instant';
import { POLICY } from '../../config/policy';
import { Answer } from '../../http/answer';
import { decodeCursor, type Page, pageOf, pageQuery, pageSchema } from '../../http/pagination';
import { ProblemResponse } from '../../http/problem';
import { NOTICE_KINDS } from '../notification/notices';
import { type AlertPosition, Alerts } from './alerts';
import { alertSchema, type PresentedAlert, presentAlert } from './present-alert';

const TYPES = Object.keys(NOTICE_KINDS).map((kind) => `milestone.${kind}`);

const listQuery = z.strictObject({
  ...pageQuery,
  agreement: z.string().max(80).optional(),
  milestone: z.string().max(300).optional(),
  type: z.enum(TYPES).optional(),
  open: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional()
    .meta({
      description:
        'true: only alerts about current dates that nobody has acknowledged; false: only the others',
    }),
});

const reply = {
  note: z.string().trim().min(1).max(4_000).optional(),
  actor: z.string().trim().min(1).max(200).optional(),
};
const acknowledgement = z.strictObject(reply);
const snooze = z.strictObject({
  until: instantIn('2026-03-01T09:00:00Z'),
  ...reply,
});

/** When the last alert of a page was recorded, and its id. */
const CURSOR = /^\d{1,15} alert_[0-9A-Z]{26}$/;

@ApiTags('alerts')
@Controller('v1/alerts')
export class AlertsController {
  constructor(
    private readonly alerts: Alerts,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Access('reader', 'granted')
  @ApiOperation({ summary: 'Alerts, newest first, with the answers to them' })
  @Answer(200, 'One page of alerts', pageSchema(alertSchema))
  @ProblemResponse(422)
  async list(
    @Query({ schema: listQuery }) query: z.infer<typeof listQuery>,
    @Granted() granted: readonly string[] | undefined,
  ): Promise<Page<PresentedAlert>> {
    const { type, limit, cursor, agreement, ...rest } = query;
    const filter = { ...rest, agreements: narrowGrant(granted, agreement) };
    const kind = type?.slice('milestone.'.length);
    const found = await this.alerts.list({ ...filter, kind }, positionOf(cursor), limit + 1);
    return pageOf(
      found,
      limit,
      ({ alert }) => `${alert.recordedAt} ${alert.id}`,
      (alert) => presentAlert(alert, this.clock.now()),
    );
  }

  @Get(':id')
  @Access('reader', 'granted')
  @ApiOperation({ summary: 'One alert' })
  @Answer(200, 'The alert with its answers', alertSchema)
  @ProblemResponse(404)
  async one(
    @Param('id') id: string,
    @Granted() granted: readonly string[] | undefined,
  ): Promise<PresentedAlert> {
    return presentAlert(await this.alerts.find(id, granted), this.clock.now());
  }

  @Post(':id/acknowledge')
  @Access('monitor', 'granted')
  @HttpCode(200)
  @ApiOperation({ summary: 'Acknowledge: no more reminders about this date' })
  @Answer(200, 'The alert with its answers', alertSchema)
  @ProblemResponse(404, 409, 422)
  async acknowledge(
    @Param('id') id: string,
    @Body({ schema: acknowledgement.optional() })
    body: z.infer<typeof acknowledgement> | undefined,
    @Granted() granted: readonly string[] | undefined,
  ): Promise<PresentedAlert> {
    const answered = { note: body?.note ?? null, actor: body?.actor ?? null };
    return presentAlert(await this.alerts.answer(id, answered, granted), this.clock.now());
  }

  @Post(':id/snooze')
  @Access('monitor', 'granted')
  @HttpCode(200)
  @ApiOperation({ summary: 'Snooze: no reminders until an instant, then one' })
  @Answer(200, 'The alert with its answers', alertSchema)
  @ProblemResponse(404, 409, 422)
  async snooze(
    @Param('id') id: string,
    @Body({ schema: snooze }) { until, note, actor }: z.infer<typeof snooze>,
    @Granted() granted: readonly string[] | undefined,
  ): Promise<PresentedAlert> {
    const now = this.clock.now();
    if (until <= now || until - now > POLICY.alertLongestMs) {
      throw new Refusal(
        'invalid',
        'A snooze must end in the future, within ten years. Nothing was written.',
        [
          {
            pointer: '/until',
            detail: `${new Date(until).toISOString()} is ${until <= now ? 'not in the future' : 'more than ten years away'}`,
            expected: 'an instant in the next ten years',
          },
        ],
      );
    }
    const answered = { until, note: note ?? null, actor: actor ?? null };
    return presentAlert(await this.alerts.answer(id, answered, granted), now);
  }
}

/** @throws Refusal 'invalid' for a cursor that is not from a page of this list. */
function positionOf(cursor: string | undefined): AlertPosition | undefined {
  const [recordedAt, id] = decodeCursor(cursor, CURSOR)?.split(' ') ?? [];
  return id === undefined ? undefined : { recordedAt: Number(recordedAt), id };
}
