import * as z from 'zod';
import { faultCatalog, faultCodes, type FaultCode, type FaultKind } from './fault-catalog';

/** Where in the input a fault was met. Rows are 0-based data rows, lines 1-based physical lines, bytes 0-based offsets. */
export const placeSchema = z.object({
  row: z.number().int().nonnegative().optional(),
  line: z.number().int().positive().optional(),
  byte: z.number().int().nonnegative().optional(),
  column: z.string().optional(),
  step: z.number().int().nonnegative().optional(),
  field: z.string().optional(),
});
export type Place = z.infer<typeof placeSchema>;

/** A fault as it is stored, sent between processes and shown. It never carries a cell's value. */
export const failureSchema = z.object({
  code: z.enum(faultCodes),
  kind: z.enum(['input', 'transient', 'bug']),
  title: z.string(),
  detail: z.string(),
  advice: z.string(),
  stage: z.string().optional(),
  place: placeSchema.optional(),
  evidence: z.record(z.string(), z.unknown()).optional(),
});
export type Failure = z.infer<typeof failureSchema>;

export interface FaultOptions {
  readonly place?: Place;
  readonly evidence?: Record<string, unknown>;
  readonly advice?: string;
  readonly cause?: unknown;
}

/** The one error class that crosses a lib's boundary. Anything else thrown is a bug and is reported as `internal`. */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly code: FaultCode;
  readonly place?: Place;
  readonly evidence?: Record<string, unknown>;
  readonly advice: string;

  /** @param detail one sentence about this occurrence; never a cell's value. */
  constructor(code: FaultCode, detail: string, options: FaultOptions = {}) {
    super(detail, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.place = options.place;
    this.evidence = options.evidence;
    this.advice = options.advice ?? faultCatalog[code].advice;
  }

  get kind(): FaultKind {
    return faultCatalog[this.code].kind;
  }

  get status(): number {
    return faultCatalog[this.code].status;
  }

  toFailure(stage?: string): Failure {
    const { title, kind } = faultCatalog[this.code];
    return { code: this.code, kind, title, detail: this.message, advice: this.advice, stage, place: this.place, evidence: this.evidence };
  }

  static from(failure: Failure): Fault {
    return new Fault(failure.code, failure.detail, { place: failure.place, evidence: failure.evidence, advice: failure.advice });
  }

  /** Any thrown value as a fault; what is not one becomes `internal`, its own message kept only as the cause. */
  static wrap(thrown: unknown): Fault {
    return thrown instanceof Fault ? thrown : new Fault('internal', 'An unexpected error was thrown.', { cause: thrown });
  }
}
