import { Controller, Inject, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access } from '../../../access/rule';
import { Clock } from '../../../base/clock';
import type { Settings } from '../../../config/settings-schema';
import { SETTINGS } from '../../../config/token';
import { Answer } from '../../../http/answer';
import { AcceptsText, type SentText, TextBody } from '../../../http/body';
import { jsonSchemaOf } from '../../../http/json-schema';
import { ProblemResponse } from '../../../http/problem';
import { Store } from '../../../store/store';
import { documentComponent } from '../../agreement/document/document-schema';
import { readAgreement } from '../../agreement/document/loader';
import { agreementSchema, type PresentedAgreement } from '../../agreement/present';
import { acceptedSize } from '../../agreement/size';
import { Tags } from '../../agreement/tags';
import { AddAgreement } from './addition';

@ApiTags('agreements')
@Controller('v1/agreements')
export class AdditionController {
  constructor(
    private readonly addition: AddAgreement,
    private readonly store: Store,
    private readonly tags: Tags,
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  @Post()
  @Access('editor', 'all')
  @ApiOperation({ summary: 'Add an agreement: its document as YAML or JSON' })
  @AcceptsText(jsonSchemaOf(documentComponent))
  @Answer(201, 'The agreement as stored, with dated milestones', agreementSchema)
  @ProblemResponse(409, 413, 422)
  add(@TextBody() { text, source }: SentText): Promise<PresentedAgreement> {
    const agreement = readAgreement(text, 'The document', this.settings);
    acceptedSize(agreement, this.settings.limits, this.clock.now());
    return this.store.write(async (tx) => {
      await this.addition.add(agreement, source);
      return this.tags.present(tx, agreement.document.id);
    });
  }
}
