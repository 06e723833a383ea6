import { Body, Controller, Post } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access } from '../access/rule';
import { Agreements } from '../agreement/agreements';
import { documentComponent } from '../agreement/document-schema';
import { readAgreement } from '../agreement/loader';
import { agreementSchema, type PresentedAgreement, presentAgreement } from '../agreement/present';
import { Answer } from '../http/answer';
import { jsonSchemaOf } from '../http/json-schema';
import { ProblemResponse } from '../http/problem';
import { sourceOf } from '../http/source';
import { Store } from '../store/store';
import { Introduction } from './introduction';

@ApiTags('agreements')
@Controller('v1/agreements')
export class IntroductionController {
  constructor(
    private readonly introduction: Introduction,
    private readonly store: Store,
    private readonly agreements: Agreements,
  ) {}

  @Post()
  @Access('editor', 'all')
  @ApiOperation({ summary: 'Add an agreement: its document as YAML or JSON' })
  @ApiConsumes('application/json', 'application/yaml')
  @ApiBody({ schema: jsonSchemaOf(documentComponent) })
  @Answer(201, 'The agreement as stored; its milestones are dated', agreementSchema)
  @ProblemResponse(409, 413, 422)
  add(@Body() body: unknown): Promise<PresentedAgreement> {
    const source = sourceOf(body);
    const agreement = readAgreement(source, 'The document');
    return this.store.write(async (tx) => {
      await this.introduction.introduce(agreement, source);
      return presentAgreement(await this.agreements.find(tx, agreement.document.id));
    });
  }
}
