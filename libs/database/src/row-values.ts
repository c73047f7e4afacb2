import type { Row } from './database';

/** Typed reads of one row. JSON is kept as text, since MySQL and MariaDB bring a JSON column back differently. */
export class RowValues {
  constructor(private readonly row: Row) {}

  text(name: string): string {
    const value = this.row[name];
    if (typeof value !== 'string') throw new TypeError(`column ${name} holds no text`);
    return value;
  }

  textOrNull(name: string): string | null {
    return this.row[name] == null ? null : this.text(name);
  }

  number(name: string): number {
    return Number(this.row[name] ?? Number.NaN);
  }

  numberOrNull(name: string): number | null {
    return this.row[name] == null ? null : Number(this.row[name]);
  }

  instant(name: string): string {
    return (this.row[name] as Date).toISOString();
  }

  instantOrNull(name: string): string | null {
    return this.row[name] == null ? null : this.instant(name);
  }

  json<T>(name: string): T {
    return JSON.parse(this.text(name)) as T;
  }

  jsonOrNull<T>(name: string): T | null {
    return this.row[name] == null ? null : this.json<T>(name);
  }
}
