/**
 * What a fault means for whoever meets it.
 * - `input`: the caller's data or request; never retried.
 * - `transient`: the same work may succeed later; retried with backoff.
 * - `bug`: ours; retried a bounded number of times, then reported.
 */
export type FaultKind = 'input' | 'transient' | 'bug';

interface FaultDefinition {
  readonly kind: FaultKind;
  /** HTTP status when the fault reaches an API caller. */
  readonly status: number;
  readonly title: string;
  /** What the reader can do about it; one sentence. */
  readonly advice: string;
}

const define = (kind: FaultKind, status: number, title: string, advice: string): FaultDefinition => ({ kind, status, title, advice });

/** Every fault Millrace can name. Codes are stored and documented: added, never renamed. */
export const faultCatalog = {
  'validation-failed': define('input', 400, 'The request is not valid', 'Correct the fields named in the errors and send it again.'),
  unauthenticated: define('input', 401, 'No valid credentials', 'Send an API key or a token as "Authorization: Bearer …".'),
  'insufficient-scope': define('input', 403, 'The key lacks a scope', 'Use a key that carries the scope named in the detail.'),
  'not-found': define('input', 404, 'No such resource', 'Check the id; it may belong to another tenant or be deleted.'),
  'malformed-request': define('input', 400, 'The request is not HTTP', 'Correct its request line, headers or framing.'),
  'headers-too-large': define('input', 431, 'The request has too many or too long headers', 'Send fewer or shorter headers.'),
  'request-timeout': define('input', 408, 'The request did not come in time', 'Send it again over a better line.'),
  'range-not-satisfiable': define('input', 416, 'The range lies outside of the content', 'Ask for bytes below the size in Content-Range.'),
  'method-not-allowed': define('input', 405, 'Method not allowed', 'See the OpenAPI document at /docs.'),
  'content-lost': define(
    'bug',
    410,
    'Stored content is missing from the object store',
    'Upload the dataset or run the job again, and tell the operator: the object store has lost an object.',
  ),
  conflict: define('input', 409, 'The resource is in another state', 'Read the resource again and retry if it still applies.'),
  'idempotency-conflict': define(
    'input',
    422,
    'The Idempotency-Key was used for another request',
    'Use a new Idempotency-Key for a different request.',
  ),
  'idempotency-in-progress': define(
    'input',
    409,
    'A request with this Idempotency-Key is still in progress',
    'Wait for the first request to end, then repeat it.',
  ),
  'version-not-ready': define('input', 409, 'The dataset version is not stored yet', 'Wait until the version is "ready".'),
  'payload-too-large': define(
    'input',
    413,
    'The upload is larger than allowed',
    'Split the file, or ask the operator to raise UPLOAD_MAX_BYTES.',
  ),
  'unsupported-media-type': define(
    'input',
    415,
    'The content type is not supported',
    'Upload CSV, TSV, NDJSON, JSON, Parquet or xlsx, plain or compressed as gzip or zstd.',
  ),
  'unsupported-format': define(
    'input',
    415,
    'The content is not a table we can read',
    'Upload CSV, TSV, NDJSON, JSON, Parquet or xlsx, plain or compressed as gzip or zstd.',
  ),
  'hash-mismatch': define(
    'input',
    422,
    'The content does not have the declared SHA-256',
    'The file changed or was damaged on its way; upload it again.',
  ),
  'length-mismatch': define('input', 422, 'The content does not have the declared length', 'The file was cut on its way; upload it again.'),
  'empty-file': define('input', 422, 'The file is empty', 'Upload a file that has a header and at least one row.'),
  'no-rows': define('input', 422, 'The file has a header but no rows', 'Upload a file that has at least one row of data.'),
  'upload-incomplete': define('input', 400, 'The upload ended early', 'Upload the file again; nothing of it was kept.'),
  'upload-too-slow': define('input', 408, 'The upload stalled', 'Upload the file again over a better line; nothing of it was kept.'),
  'too-many-requests': define('input', 429, 'Too many requests', 'Wait for the time in Retry-After.'),
  'bad-encoding': define('input', 422, 'The text is not in a readable encoding', 'Save the file as UTF-8, or name its encoding.'),
  'broken-quotes': define('input', 422, 'A quoted cell is never closed', 'Close the quote near the place named in the detail.'),
  'cell-too-large': define(
    'input',
    422,
    'A cell is larger than allowed',
    'Shorten the cell named in the detail; a missing quote may have joined many lines.',
  ),
  'line-too-long': define(
    'input',
    422,
    'A line is longer than allowed',
    'Check the line ends and quotes near the place named in the detail.',
  ),
  'too-many-columns': define('input', 422, 'The table is wider than allowed', 'Check the delimiter, or split the table.'),
  'too-deep': define('input', 422, 'The JSON is nested deeper than allowed', 'Flatten the documents.'),
  'expansion-too-large': define(
    'input',
    422,
    'The content expands to more than allowed',
    'Upload it in parts; the file looks like a decompression bomb.',
  ),
  'unsupported-column-type': define(
    'input',
    422,
    'A column has a type that cannot be read',
    'Write the column that is named as text, or leave it out.',
  ),
  'unreadable-parquet': define('input', 422, 'The Parquet file cannot be read', 'Write the file again; it is cut or damaged.'),
  'unreadable-json': define('input', 422, 'The JSON cannot be read', 'Correct the document at the place named in the detail.'),
  'unreadable-workbook': define('input', 422, 'The workbook cannot be read', 'Save it again as xlsx, without a password.'),
  'does-not-fit-workbook': define('input', 422, 'The table does not fit a workbook', 'Ask for Parquet or CSV, which have no such limits.'),
  'does-not-fit-dialect': define(
    'input',
    422,
    'A cell cannot be written in the form of the table',
    'Save the file as UTF-8, with quotes, and read it anew, or leave out what writes the cell that is named.',
  ),
  'unreadable-archive': define('input', 422, 'The compressed file cannot be read', 'Compress the file again; it is cut or damaged.'),
  'invalid-recipe': define('input', 422, 'The recipe is not valid', 'Correct the step named in the detail.'),
  'unknown-step': define('input', 422, 'The recipe names a step that does not exist', 'Use one of the steps listed in the detail.'),
  'unknown-column': define('input', 422, 'A column is named that is not there', 'Use one of the columns listed in the detail.'),
  'invariant-broken': define(
    'input',
    422,
    'The recipe would do harm',
    'Nothing was published; see the evidence and loosen or correct the step named there.',
  ),
  'unreadable-change-log': define(
    'input',
    422,
    'The change log cannot be read',
    'Take the Parquet file that the cleansing has written, whole and unchanged.',
  ),
  'not-in-change-log': define(
    'input',
    422,
    'The change log has nothing of that',
    'Name what the cleansing has changed: its change log lists it.',
  ),
  'hidden-for-good': define(
    'input',
    409,
    'What was hidden is not kept anywhere',
    'Take back other columns, cells or steps; or cleanse the input again by a recipe that says "keepHidden".',
  ),
  'not-its-output': define(
    'input',
    422,
    'The table is not the one that the change log was written with',
    'Take the cleansed file as it was written; what was changed in it since cannot be told from the cleansing.',
  ),
  'manifest-not-met': define(
    'input',
    422,
    'What came out is not what the manifest says',
    'Take the input, the way to read it and the version of Millrace that the manifest was written with; the evidence says which differ.',
  ),
  'needs-too-much-memory': define(
    'input',
    422,
    'The job needs more memory than any worker offers',
    'Start a larger worker, raise WORKER_MEMORY_BUDGET, or split the dataset.',
  ),
  'disk-quota-exceeded': define(
    'input',
    422,
    'The job needs more disk than it may use',
    'Ask the operator to raise SPILL_MAX_BYTES, or split the dataset.',
  ),
  'result-too-large': define('input', 422, 'The result is larger than allowed', 'Narrow the request, or split the dataset.'),
  'out-of-memory': define('transient', 503, 'The job ran out of its memory', 'It is started again with a larger need.'),
  'timed-out': define(
    'transient',
    503,
    'The job ran longer than allowed',
    'Split the dataset, or ask the operator to raise JOB_TIMEOUT_SECONDS.',
  ),
  'worker-lost': define('transient', 503, 'The worker of the job was lost', 'The job is started again on another worker.'),
  'attempts-exhausted': define(
    'bug',
    500,
    'The job was tried too often',
    'Report it with the request id; the last failure is in the detail.',
  ),
  'dependency-unavailable': define('transient', 503, 'A service we depend on does not answer', 'Try again in a few seconds.'),
  'storage-unavailable': define('transient', 503, 'The object store does not answer', 'Try again in a few seconds.'),
  'model-unavailable': define('transient', 503, 'The language model does not answer', 'The rule-based answer is given instead.'),
  'shutting-down': define('transient', 503, 'The server is shutting down', 'Try again; another replica will answer.'),
  internal: define('bug', 500, 'Something went wrong on our side', 'Report it with the request id.'),
} as const satisfies Record<string, FaultDefinition>;

export type FaultCode = keyof typeof faultCatalog;
export const faultCodes = Object.keys(faultCatalog) as [FaultCode, ...FaultCode[]];
