import type { ColumnOptions, ValueTransformer } from 'typeorm';

/**
 * Column types that mean the same on SQLite and PostgreSQL. PostgreSQL's driver returns 64-bit integers as text; epoch
 * milliseconds fit a double exactly, so they are converted to numbers.
 */
const toNumber: ValueTransformer = {
  to: (value: unknown) => value,
  from: (value: unknown) => (value === null || value === undefined ? value : Number(value)),
};

/** Days since 1970-01-01, in no zone. */
export function civilDay(): ColumnOptions & { type: 'integer' } {
  return { type: 'integer' };
}

/** Epoch milliseconds. */
export function instant(): ColumnOptions & { type: 'bigint' } {
  return { type: 'bigint', transformer: toNumber };
}

/** 0 or 1. */
export function flag(): ColumnOptions & { type: 'integer' } {
  return {
    type: 'integer',
    transformer: {
      to: (value: boolean | null) => (value === null ? null : Number(value)),
      from: (value: number | null) => (value === null ? null : Number(value) === 1),
    },
  };
}

/** A value as JSON text. */
export function json(): ColumnOptions & { type: 'text' } {
  return {
    type: 'text',
    transformer: {
      to: (value: unknown) =>
        value === null || value === undefined ? null : JSON.stringify(value),
      from: (value: string | null) => (value === null ? null : JSON.parse(value)),
    },
  };
}
