import { Inject, Injectable } from '@nestjs/common';
import type { Settings } from '../config/settings-schema';
import { SETTINGS } from '../config/token';

/** Wildcard addresses of listening sockets, each with an address that a browser can open. */
const REACHABLE: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

type UrlSettings = Pick<Settings, 'host' | 'port' | 'publicUrl'>;

/** The base URL of the links in messages. */
@Injectable()
export class PublicUrl {
  private origin: string;

  constructor(@Inject(SETTINGS) private readonly settings: UrlSettings) {
    this.origin = settings.publicUrl ?? addressOf(settings);
  }

  /** Sets the port of links once the service listens, unless `PACTA_PUBLIC_URL` is set. */
  listensOn(port: number): void {
    if (this.settings.publicUrl === undefined) this.origin = addressOf({ ...this.settings, port });
  }

  /** The URL of the page, opened at an agreement, a milestone or a view. */
  page(target: { agreement?: string; milestone?: string; view?: string } = {}): string {
    const query = new URLSearchParams(target).toString().replaceAll('%2F', '/');
    return query === '' ? `${this.origin}/` : `${this.origin}/?${query}`;
  }
}

/** The origin at which the settings make the service reachable from this machine. */
export function addressOf({ host, port }: Pick<Settings, 'host' | 'port'>): string {
  const name = REACHABLE[host] ?? host;
  const origin = `http://${name.includes(':') ? `[${name}]` : name}`;
  return port === 80 || port === 0 ? origin : `${origin}:${port}`;
}
