const WIDTH = 30;

/** A progress bar on a terminal; elsewhere nothing, so that logs and pipes hold results only. */
export class ProgressBar {
  private shown = '';

  constructor(
    private readonly what: string,
    private readonly stream: NodeJS.WriteStream = process.stderr,
  ) {}

  /** @param done of `total`, in any unit. */
  show(done: number, total: number): void {
    if (!this.stream.isTTY) return;
    const share = total === 0 ? 1 : done / total;
    const full = Math.round(share * WIDTH);
    const text = `${this.what} ${'█'.repeat(full)}${'░'.repeat(WIDTH - full)} ${Math.round(share * 100)} %`;
    if (text === this.shown) return;
    this.shown = text;
    this.stream.write(`\r${text}`);
  }

  end(): void {
    if (this.shown !== '') this.stream.write('\r\u001b[K');
    this.shown = '';
  }
}
