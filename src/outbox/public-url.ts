import { Inject, Injectable } from '@nestjs/common';
import type { Settings } from '../config/settings-schema';
import { SETTINGS } from '../config/token';

/** Addresses of every network interface: a server listens there, and nobody can go there. */
const ANY: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

type Reached = Pick<Settings, 'host' | 'port' | 'publicUrl'>;

/** Where readers reach the service: the links of messages start with it. */
@Injectable()
export class PublicUrl {
  private origin: string;

  constructor(@Inject(SETTINGS) private readonly settings: Reached) {
    this.origin = settings.publicUrl ?? addressOf(settings);
  }

  /** Without `PACTA_PUBLIC_URL` links lead to where the service listens; it is known for sure once it does. */
  listensOn(port: number): void {
    if (this.settings.publicUrl === undefined) this.origin = addressOf({ ...this.settings, port });
  }

  /** The page, looking at what is named. */
  page(looking: { agreement?: string; milestone?: string; view?: string } = {}): string {
    const query = new URLSearchParams(looking).toString().replaceAll('%2F', '/');
    return query === '' ? `${this.origin}/` : `${this.origin}/?${query}`;
  }
}

/** The address that settings give a service, as an origin. */
export function addressOf({ host, port }: Pick<Settings, 'host' | 'port'>): string {
  const name = ANY[host] ?? host;
  const origin = `http://${name.includes(':') ? `[${name}]` : name}`;
  return port === 80 || port === 0 ? origin : `${origin}:${port}`;
}
