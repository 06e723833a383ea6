import { cleanText, jsonText, withoutControls } from '../../base/text/clean';

/** Prints lines for people. Control characters, which could control a terminal, become U+FFFD. */
export function print(text: string): void {
  process.stdout.write(cleanText(text));
}

/** As `print`, to the standard error. */
export function printError(text: string): void {
  process.stderr.write(cleanText(text));
}

/** Prints a value as JSON for people and programs. */
export function printJson(value: unknown): void {
  process.stdout.write(`${jsonText(value, 2)}\n`);
}

/** Prints a format with its own line breaks, such as CSV. */
export function printFile(text: string): void {
  process.stdout.write(withoutControls(text));
}

/** Prints a table as it is: its texts are clean already, and its colours are control characters. */
export function printColoured(text: string): void {
  process.stdout.write(text);
}
