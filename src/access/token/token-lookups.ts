import { POLICY } from '../../config/policy';
import type { TokenRow } from './token.entity';
import type { Tokens } from './tokens';

interface Waiting {
  id: string;
  resolve: (row: TokenRow | undefined) => void;
  reject: (error: unknown) => void;
}

/**
 * Looks tokens up in the database by one query at a time. All look-ups that arrive meanwhile share the next query, so
 * callers with unknown tokens occupy one connection at most, however many they are. A result is never older than its
 * call.
 */
export class TokenLookups {
  private waiting: Waiting[] = [];
  private running = false;

  constructor(private readonly tokens: Pick<Tokens, 'findAll'>) {}

  /** @param id a token's id, of any text. */
  find(id: string): Promise<TokenRow | undefined> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ id, resolve, reject });
      if (!this.running) void this.run();
    });
  }

  private async run(): Promise<void> {
    this.running = true;
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, POLICY.tokensLookedUpAtOnce);
      try {
        const rows = await this.tokens.findAll([...new Set(batch.map(({ id }) => id))]);
        const byId = new Map(rows.map((row) => [row.id, row]));
        for (const { id, resolve } of batch) resolve(byId.get(id));
      } catch (error) {
        // The look-ups that wait would fail in the same way, each after a wait of its own.
        for (const { reject } of [...batch, ...this.waiting.splice(0)]) reject(error);
      }
    }
    this.running = false;
  }
}
