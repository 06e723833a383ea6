import { Body, Controller, Delete, Get, HttpCode, Put } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access } from '../../access/rule';
import { Answer } from '../../http/answer';
import { jsonSchemaOf } from '../../http/json-schema';
import { ProblemResponse } from '../../http/problem';
import {
  MailServer,
  type MailServerSettings,
  mailServerSchema,
  type PresentedMailServer,
  presentedMailServerSchema,
} from './mail-server';

@ApiTags('webhooks')
@Controller('v1/mail-server')
export class MailServerController {
  constructor(private readonly mailServer: MailServer) {}

  @Put()
  @Access('admin', 'all')
  @ApiOperation({ summary: 'Set the mail server for destinations of the kind `email`' })
  @ApiBody({ schema: jsonSchemaOf(mailServerSchema) })
  @Answer(200, 'The mail server, without its password', presentedMailServerSchema)
  @ProblemResponse(422)
  set(@Body({ schema: mailServerSchema }) body: MailServerSettings): Promise<PresentedMailServer> {
    return this.mailServer.set(body);
  }

  @Get()
  @Access('admin', 'all')
  @ApiOperation({ summary: 'The mail server' })
  @Answer(200, 'The mail server, without its password', presentedMailServerSchema)
  @ProblemResponse(404)
  get(): Promise<PresentedMailServer> {
    return this.mailServer.show();
  }

  @Delete()
  @Access('admin', 'all')
  @HttpCode(204)
  @ApiOperation({ summary: 'Remove the mail server; mails wait until there is another one' })
  @Answer(204, 'The mail server is removed')
  @ProblemResponse(404)
  remove(): Promise<void> {
    return this.mailServer.remove();
  }
}
