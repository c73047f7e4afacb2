// Runs one peer over one file in a process of its own and prints what it took: node measured.mts PEER FILE [BYTES OF MEMORY]
const peers = {
  ours: async (file: string) => (await import('./peers/ours.mts')).run(file),
  outOfCore: async (file: string, memory: string) => (await import('./peers/ours-out-of-core.mts')).run(file, Number(memory)),
  exactSql: async (file: string) => (await import('./peers/duckdb.mts')).exact(file),
  summarize: async (file: string) => (await import('./peers/duckdb.mts')).summarize(file),
  cleanseOurs: async (file: string, memory: string) =>
    (await import('./peers/cleanse.mts')).ours(file, memory === '' ? null : Number(memory)),
  cleansePolars: async (file: string) => (await import('./peers/cleanse.mts')).polars(file),
  readAsText: async (file: string) => (await import('./peers/polars.mts')).run(file),
} as const;
export type Peer = keyof typeof peers;

const [, , name = '', file = '', memory = ''] = process.argv;
if (import.meta.main) {
  const work = peers[name as Peer];
  const [before, started] = [process.cpuUsage(), performance.now()];
  const result = await work(file, memory);
  const { user, system } = process.cpuUsage(before);
  console.log(JSON.stringify({ wall: (performance.now() - started) / 1000, cpu: (user + system) / 1e6, result }));
  process.exit(0);
}
