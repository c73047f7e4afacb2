/** Seconds of processor that this process takes for some work, in all of its threads: what else the machine does is not in them. */
export const cpuSecondsOf = async (work: () => unknown): Promise<number> => {
  const begun = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1e6;
};
