import { low, type Token } from '../layout/tokens';
import type { Read } from './numbers';

/** A clock time as the language writes it: "17:00". */
export function clockAt(tokens: readonly Token[], i: number): Read<string> | undefined {
  const text = low(tokens, i);
  if (text === 'noon') return { value: '12:00', to: i + 1 };
  if (text === 'midnight') return { value: '24:00', to: i + 1 };
  const match = /^(\d{1,2})(?:[:.](\d{2}))?$/.exec(text);
  if (match === null) return military(tokens, i);
  const hour = Number(match[1]);
  const minute = Number(match[2] ?? 0);
  const half = halfOfDay(tokens, i + 1);
  if (half !== undefined) {
    if (hour < 1 || hour > 12 || minute > 59) return undefined;
    return { value: printed((hour % 12) + (half.afternoon ? 12 : 0), minute), to: half.to };
  }
  if (low(tokens, i + 1) === 'noon' && hour === 12) return { value: '12:00', to: i + 2 };
  if (low(tokens, i + 1) === 'midnight' && hour === 12) return { value: '24:00', to: i + 2 };
  if (match[2] === undefined || hour > 24 || minute > 59) return undefined;
  return { value: printed(hour, minute), to: low(tokens, i + 1) === 'hours' ? i + 2 : i + 1 };
}

/** "0600 hours". */
function military(tokens: readonly Token[], i: number): Read<string> | undefined {
  const match = /^([01]\d|2[0-4])([0-5]\d)$/.exec(low(tokens, i));
  if (match === null || !['hours', 'hrs'].includes(low(tokens, i + 1))) return undefined;
  return { value: printed(Number(match[1]), Number(match[2])), to: i + 2 };
}

/** "p.m.", "PM", "o'clock in the afternoon". */
function halfOfDay(
  tokens: readonly Token[],
  i: number,
): { afternoon: boolean; to: number } | undefined {
  const word = low(tokens, i);
  if (word === 'am' || word === 'pm') return { afternoon: word === 'pm', to: i + 1 };
  if ((word === 'a' || word === 'p') && low(tokens, i + 1) === '.' && low(tokens, i + 2) === 'm') {
    return { afternoon: word === 'p', to: low(tokens, i + 3) === '.' ? i + 4 : i + 3 };
  }
  if (word === 'a.m.' || word === 'p.m.') return { afternoon: word === 'p.m.', to: i + 1 };
  return undefined;
}

const printed = (hour: number, minute: number): string =>
  `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
