import { Body, Controller, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Access } from '../../access/rule';
import { Clock } from '../../base/clock';
import { instantIn } from '../../base/text/instant';
import { POLICY } from '../../config/policy';
import { Answer } from '../../http/answer';
import { ProblemResponse } from '../../http/problem';
import { alertPolicySchema } from '../notification/alert-policy-schema';
import { AlertPolicies, type PresentedPolicy, policySchema } from './alert-policies';
import { dryRunSchema, type PresentedDryRun, presentDryRun } from './present-alert';

const policyBody = alertPolicySchema.extend({
  actor: z.string().trim().min(1).max(200).optional(),
});

const rehearsalBody = z
  .strictObject({
    from: instantIn(),
    to: instantIn(),
    rules: alertPolicySchema.shape.rules.optional(),
  })
  .refine(({ from, to }) => from < to, { path: ['to'], error: 'later than `from`' })
  .refine(({ from, to }) => to - from <= POLICY.alertLongestMs, {
    path: ['to'],
    error: 'at most ten years after `from`',
  });

@ApiTags('alerts')
@Controller('v1/agreements/:id/alert-policy')
export class AlertPoliciesController {
  constructor(
    private readonly policies: AlertPolicies,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Access('reader', { agreement: 'id' })
  @ApiOperation({ summary: 'The alert policy: lead times, reminders, muted kinds' })
  @Answer(200, 'The rules; empty if none were set', policySchema)
  @ProblemResponse(404)
  read(@Param('id') id: string): Promise<PresentedPolicy> {
    return this.policies.read(id);
  }

  @Put()
  @Access('editor', { agreement: 'id' })
  @ApiOperation({
    summary: 'Replace the alert policy; a more specific rule overrides a general one',
  })
  @Answer(200, 'The rules as set', policySchema)
  @ProblemResponse(404, 409, 422)
  set(
    @Param('id') id: string,
    @Body({ schema: policyBody }) { actor, ...policy }: z.infer<typeof policyBody>,
  ): Promise<PresentedPolicy> {
    return this.policies.set(id, policy, actor ?? null);
  }

  @Post('rehearsal')
  @Access('reader', { agreement: 'id' })
  @HttpCode(200)
  @ApiOperation({
    summary: 'Dry run: the notices that a policy would send in a span of time, past or future',
  })
  @Answer(200, 'The notices, earliest first; nothing is written or sent', dryRunSchema)
  @ProblemResponse(404, 422)
  async rehearse(
    @Param('id') id: string,
    @Body({ schema: rehearsalBody }) { from, to, rules }: z.infer<typeof rehearsalBody>,
  ): Promise<PresentedDryRun> {
    return presentDryRun(await this.policies.dryRun(id, rules, { from, to }), this.clock.now());
  }
}
