import {
  type AttemptResult,
  Transport,
  type WebhookRequest,
} from '../../src/delivery/transport/transport';
import type { SeededRandomness } from '../support/seeded-randomness';

/** How a receiver behaves for the time being. */
export const MOODS = ['well', 'fails', 'busy', 'refuses', 'hangs', 'slow', 'deaf'] as const;
export type Mood = (typeof MOODS)[number];

export interface Arrival {
  id: string;
  url: string;
  at: number;
  body: string;
}

const LIMIT_MS = 15_000;

function answer(statusCode: number, retryAfter?: string): AttemptResult {
  const outcome = statusCode === 200 ? 'delivered' : 'rejected';
  const error = statusCode === 200 ? null : `The receiver answered ${statusCode}`;
  return { outcome, statusCode, retryAfter, excerpt: '', error };
}

const NO_ANSWER: AttemptResult = {
  outcome: 'unreachable',
  statusCode: null,
  retryAfter: undefined,
  excerpt: null,
  error: 'No answer came',
};

/** What lies between the service and its receivers: late answers, lost answers, none. */
export class Network {
  readonly arrivals: Arrival[] = [];
  readonly moods = new Map<string, Mood>();
  posts = 0;

  constructor(
    private readonly now: () => number,
    private readonly chance: SeededRandomness,
  ) {}

  mood(url: string): Mood {
    return this.moods.get(url) ?? 'well';
  }

  async carry({ url, headers, body }: WebhookRequest): Promise<AttemptResult> {
    this.posts++;
    const arrive = () =>
      this.arrivals.push({ id: headers['webhook-id'] ?? '', url, at: this.now(), body });
    switch (this.mood(url)) {
      case 'fails':
        return answer(this.chance.fraction() < 0.5 ? 500 : 404);
      case 'busy':
        return answer(429, '90');
      case 'refuses':
        return NO_ANSWER;
      case 'hangs':
        return this.later(LIMIT_MS, NO_ANSWER);
      case 'deaf':
        // It took the message, and nobody ever learns of it.
        arrive();
        return this.later(LIMIT_MS, NO_ANSWER);
      case 'slow':
        arrive();
        return this.later(1 + Math.floor(this.chance.fraction() * LIMIT_MS), answer(200));
      case 'well':
        arrive();
        return answer(200);
    }
  }

  private later(milliseconds: number, given: AttemptResult): Promise<AttemptResult> {
    return new Promise((resolve) => setTimeout(() => resolve(given), milliseconds));
  }
}

/** One process' way to the network; it may die before a message left it, or before it learns how that went. */
export class SimulatedTransport extends Transport {
  constructor(
    private readonly network: Network,
    private readonly process_: { dead: boolean; activity: number; die(): Promise<never> },
    private readonly fateOf: () => 'well' | 'before' | 'after',
  ) {
    super();
  }

  override async post(post: WebhookRequest): Promise<AttemptResult> {
    const { process_ } = this;
    const fate = this.fateOf();
    if (process_.dead || fate === 'before') return process_.die();
    process_.activity++;
    const answered = this.network.carry(post);
    if (fate === 'after') return process_.die();
    const result = await answered;
    process_.activity++;
    return process_.dead ? process_.die() : result;
  }

  override async close(): Promise<void> {}
}
