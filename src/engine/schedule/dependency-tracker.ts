/** A value that is being computed, and the function that removes it from its cache. */
interface Computation {
  name: string;
  forget: () => void;
}

/** Records which cached values were computed from which inputs, so that a change removes only the values that depend on it. */
export class DependencyTracker {
  private readonly readers = new Map<string, Map<string, () => void>>();
  private readonly running: Computation[] = [];

  /** Notes that the value being computed depends on an input or on another value. */
  read(name: string): void {
    const reader = this.running.at(-1);
    if (reader === undefined) return;
    let readers = this.readers.get(name);
    if (readers === undefined) this.readers.set(name, (readers = new Map()));
    readers.set(reader.name, reader.forget);
  }

  /** Computes a value by `find`. The values that `find` reads become its dependencies. */
  compute<T>(name: string, forget: () => void, find: () => T): T {
    this.running.push({ name, forget });
    try {
      return find();
    } finally {
      this.running.pop();
    }
  }

  /** Removes every value that depends on this one, directly or through others. */
  invalidate(name: string): void {
    const changed = [name];
    for (let one = changed.pop(); one !== undefined; one = changed.pop()) {
      const readers = this.readers.get(one);
      if (readers === undefined) continue;
      this.readers.delete(one);
      for (const [reader, forget] of readers) {
        forget();
        changed.push(reader);
      }
    }
  }
}
