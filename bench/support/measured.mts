// Runs one peer over one file in a process of its own and prints what it took: node measured.mts PEER FILE
const peers = {
  ours: async (file: string) => (await import('./peers/ours.mts')).run(file),
  exactSql: async (file: string) => (await import('./peers/duckdb.mts')).exact(file),
  summarize: async (file: string) => (await import('./peers/duckdb.mts')).summarize(file),
  readAsText: async (file: string) => (await import('./peers/polars.mts')).run(file),
} as const;
export type Peer = keyof typeof peers;

const [, , name = '', file = ''] = process.argv;
if (import.meta.main) {
  const work = peers[name as Peer];
  const [before, started] = [process.cpuUsage(), performance.now()];
  const result = await work(file);
  const { user, system } = process.cpuUsage(before);
  console.log(JSON.stringify({ wall: (performance.now() - started) / 1000, cpu: (user + system) / 1e6, result }));
  process.exit(0);
}
