// The datasets of the admission bench: sizes from 1 MB to the largest, of all shapes and formats, each with its own content.
import { spawn } from 'node:child_process';
import { createReadStream, createWriteStream, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { constants, createGzip, createZstdCompress } from 'node:zlib';
import pl from 'nodejs-polars';
import { seeded } from '../support/seeded.mts';

const shapes = ['events', 'text', 'numeric', 'sparse', 'wide'] as const;
const formats = ['csv', 'parquet', 'ndjson', 'csv.gz', 'csv', 'csv.zst', 'ndjson.gz'] as const;
type Format = (typeof formats)[number];

/** One dataset, before it is made. */
interface Planned {
  readonly name: string;
  /** Of the table as text, before it is compressed, in MB. */
  readonly megabytes: number;
  readonly shape: (typeof shapes)[number];
  readonly format: Format;
  readonly isSmall: boolean;
  readonly seed: number;
}

export interface Dataset extends Planned {
  readonly path: string;
  readonly fileBytes: number;
}

/** Two in three are small, one in fifteen large, which is most of the work; the largest is as large as it may be. */
export const planMix = (count: number, mostMegabytes: number, seed: number): Planned[] => {
  const random = seeded(seed);
  const small = Math.min(40, Math.max(2, mostMegabytes / 10));
  const bands = [
    { share: 1 / 15, from: mostMegabytes / 5, to: mostMegabytes },
    { share: 0.25, from: small, to: mostMegabytes / 5 },
    { share: 1, from: 1, to: small },
  ];
  return Array.from({ length: count }, (_, at) => {
    let before = 0;
    const band = bands.find(({ share }) => (at + 0.5) / count < (before += share)) ?? bands.at(-1)!;
    const drawn = band.from * (band.to / band.from) ** random();
    const megabytes = at === 0 ? mostMegabytes : Math.max(1, Math.round(drawn));
    const [shape, format] = [shapes[at % shapes.length]!, at === 0 ? 'csv' : formats[at % formats.length]!];
    return {
      name: `${at}-${shape}-${megabytes}.${format}`,
      megabytes,
      shape,
      format,
      isSmall: at > 0 && drawn <= small,
      seed: seed * 1000 + at,
    };
  });
};

const generate = async (generator: string, { megabytes, shape, seed }: Planned, format: string, out: string): Promise<void> => {
  const options = { mb: megabytes, shape, seed, format, out };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const child = spawn(process.execPath, [resolve(generator), ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
  const code = await new Promise((done) => child.once('close', done));
  if (code !== 0) throw new Error(`the generator ended with ${String(code)}`);
};

const fast = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** Writes a dataset below `folder` unless it is there. */
export const makeDataset = async (planned: Planned, generator: string, folder: string): Promise<Dataset> => {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${planned.seed}-${planned.name}`);
  if (!existsSync(path)) {
    const [text = '', packed] = planned.format.split('.');
    const [plain, part] = [`${path}.plain`, `${path}.part`];
    await generate(generator, planned, text === 'parquet' ? 'csv' : text, plain);
    if (text === 'parquet') pl.scanCSV(plain, { inferSchemaLength: 10_000 }).sinkParquet(part, { rowGroupSize: 100_000 }).collectSync();
    else if (packed === 'gz') await pipeline(createReadStream(plain), createGzip({ level: 1 }), createWriteStream(part));
    else if (packed === 'zst') await pipeline(createReadStream(plain), createZstdCompress(fast), createWriteStream(part));
    else renameSync(plain, part);
    rmSync(plain, { force: true });
    renameSync(part, path);
  }
  return { ...planned, path, fileBytes: statSync(path).size };
};

/** When each comes, in milliseconds from the start: evenly spread by chance, in an order of chance, the largest early. */
export const arrivals = (count: number, spreadMs: number, seed: number): number[] => {
  const random = seeded(seed + 7);
  return Array.from({ length: count }, (_, at) => (at === 0 ? 0.15 : random()) * spreadMs);
};
