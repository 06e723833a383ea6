import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';

/** Serves OpenAPI 3.1 at `/openapi.json` and Swagger UI at `/docs`; built at the first request. */
export function describeApi(app: NestFastifyApplication): void {
  SwaggerModule.setup('docs', app, () => apiDocument(app), { jsonDocumentUrl: 'openapi.json' });
}

export function apiDocument(app: NestFastifyApplication): OpenAPIObject {
  const description = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Pacta')
    .setVersion('1')
    .setDescription(
      'Turns the words of agreements into dated milestones, keeps their status, explains every date ' +
        'and tells when one is missed. Days are YYYY-MM-DD in the agreement’s zone, instants are in UTC; ' +
        '`dueAt` is the first instant at which a milestone is late. Errors are RFC 9457 problems.',
    )
    .build();
  return SwaggerModule.createDocument(app, description);
}
