import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Controller, Get, Headers, Param, Query, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Access } from '../../access/rule';
import { Refusal } from '../../base/refusal';
import { PROJECT_ROOT } from '../../config/root';

const BUILT = join(PROJECT_ROOT, 'dist', 'web');

/** The page loads everything from this service, and has no inline scripts or styles. */
const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
};

interface BuiltFile {
  type: string;
  bytes: Buffer;
  gzipped: Buffer;
}

/**
 * Serves the built page: a few small files, read and compressed once. `@fastify/static` is not used, because it does not
 * compress, its routes would have no `@Access` rule, and its errors would be no problem details.
 */
@ApiExcludeController()
@Controller()
export class PageController {
  private files: ReadonlyMap<string, BuiltFile> | undefined;

  /** Accepts any query, because the page stores its state in the address. */
  @Get()
  @Access('anyone')
  page(
    @Query() _state: unknown,
    @Headers('accept-encoding') accepts: string | undefined,
    @Res() reply: FastifyReply,
  ): void {
    reply.header('content-security-policy', PAGE_POLICY).header('cache-control', 'no-cache');
    this.send('index.html', accepts, reply);
  }

  @Get('assets/:file')
  @Access('anyone')
  asset(
    @Param('file') file: string,
    @Headers('accept-encoding') accepts: string | undefined,
    @Res() reply: FastifyReply,
  ): void {
    reply.header('cache-control', 'public, max-age=31536000, immutable');
    this.send(`assets/${file}`, accepts, reply);
  }

  private send(name: string, accepts: string | undefined, reply: FastifyReply): void {
    this.files ??= readBuilt();
    const file = this.files.get(name);
    if (file === undefined) {
      const advice = this.files.size === 0 ? ' The page is not built yet: npm run build.' : '';
      throw new Refusal('not-found', `The page has no file "${name}".${advice}`);
    }
    const gzip = /\bgzip\b/.test(accepts ?? '');
    if (gzip) reply.header('content-encoding', 'gzip');
    reply.header('vary', 'accept-encoding').header('content-type', file.type);
    reply.send(gzip ? file.gzipped : file.bytes);
  }
}

function readBuilt(): ReadonlyMap<string, BuiltFile> {
  const names = ['index.html', ...listed('assets').map((name) => `assets/${name}`)];
  return new Map(
    names.flatMap((name) => {
      const type = TYPES[name.slice(name.lastIndexOf('.') + 1)];
      const bytes = type === undefined ? undefined : contents(name);
      if (type === undefined || bytes === undefined) return [];
      return [[name, { type, bytes, gzipped: gzipSync(bytes) }] as const];
    }),
  );
}

function listed(directory: string): string[] {
  try {
    return readdirSync(join(BUILT, directory));
  } catch {
    return [];
  }
}

function contents(name: string): Buffer | undefined {
  try {
    return readFileSync(join(BUILT, name));
  } catch {
    return undefined;
  }
}
