type Token = abstract new (...given: never[]) => object;

/** The parts of a process in memory, each made once of the others, as Nest would make them, in a millisecond. */
export class Parts {
  private readonly made: Map<unknown, unknown>;

  /**
   * @param given parts and settings that exist already, by their token.
   * @param instead the class that stands for an abstract one.
   */
  constructor(
    given: readonly (readonly [unknown, unknown])[],
    private readonly instead: ReadonlyMap<unknown, Token>,
  ) {
    this.made = new Map(given);
  }

  get<T extends object>(token: abstract new (...given: never[]) => T): T {
    return this.resolve(token) as T;
  }

  private resolve(token: unknown): unknown {
    if (!this.made.has(token)) {
      const part = (this.instead.get(token) ?? token) as new (...given: unknown[]) => object;
      const types: unknown[] = Reflect.getMetadata('design:paramtypes', part) ?? [];
      const named: { index: number; param: unknown }[] =
        Reflect.getMetadata('self:paramtypes', part) ?? [];
      const tokens = types.map((type, i) => named.find(({ index }) => index === i)?.param ?? type);
      this.made.set(token, new part(...tokens.map((each) => this.resolve(each))));
    }
    return this.made.get(token);
  }
}
