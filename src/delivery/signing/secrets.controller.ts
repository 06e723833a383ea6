import { basename } from 'node:path';
import { Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Access } from '../../access/rule';
import { Randomness } from '../../base/randomness';
import { Refusal } from '../../base/refusal';
import { Vault } from '../../base/vault';
import type { Settings } from '../../config/settings-schema';
import { SETTINGS } from '../../config/token';
import { Answer } from '../../http/answer';
import { ProblemResponse } from '../../http/problem';
import type { ResponseOf } from '../../http/response-of';
import { Store } from '../../store/store';
import { rekey } from './rekey';

export const rekeyedSchema = z
  .strictObject({
    sealed: z.int().meta({ description: 'The number of secrets encrypted with the new key' }),
    keyFile: z.string().meta({
      description:
        'The file in the data directory that contains the new key: `pacta.key`; or `pacta.key.next`, whose content must be put into PACTA_SECRET_KEY before the next start',
    }),
  })
  .meta({ id: 'Rekeyed' });

@ApiTags('webhooks')
@Controller('v1/secrets')
export class SecretsController {
  constructor(
    private readonly store: Store,
    private readonly vault: Vault,
    private readonly randomness: Randomness,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Post('rekey')
  @HttpCode(200)
  @Access('admin', 'all')
  @ApiOperation({
    summary: 'Make a new master key and encrypt the secrets of all webhooks with it',
  })
  @Answer(200, 'The number of secrets, and the file with the key', rekeyedSchema)
  @ProblemResponse(409)
  async rekey(): Promise<ResponseOf<typeof rekeyedSchema>> {
    if (this.settings.databaseUrl !== undefined) {
      throw new Refusal(
        'conflict',
        'On PostgreSQL other processes could continue with the current key. Stop every process, then run npx pacta secrets rekey.',
      );
    }
    const { sealed, keyFile } = await rekey(this.store, this.vault, this.settings, this.randomness);
    return { sealed, keyFile: basename(keyFile) };
  }
}
