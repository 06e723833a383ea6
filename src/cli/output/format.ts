import { Refusal } from '../../base/refusal';

/**
 * The value of `--format`.
 * @throws Refusal 'invalid' that names the formats of the command.
 */
export function formatIn<F extends string>(format: string, known: readonly F[]): F {
  const found = known.find((one) => one === format);
  if (found !== undefined) return found;
  const listed = known.join(known.length === 2 ? ' or ' : ', ');
  throw new Refusal('invalid', `--format is ${listed}, not "${format}".`);
}
