import { Fault, type StepName } from '@millrace/contracts';

/** Does something for a step; a fault of its parameters then says which step it is. */
export const namingStep = <T>({ step }: { readonly step: StepName }, at: number, act: () => T): T => {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof Fault) || error.place?.step !== undefined) throw error;
    if (error.code !== 'invalid-recipe' && error.code !== 'unknown-column') throw error;
    const { code, message, advice, evidence, place } = error;
    const detail = code === 'invalid-recipe' ? `steps[${at}] (${step}): ${message}` : message;
    throw new Fault(code, detail, { advice, evidence, place: { ...place, step: at }, cause: error });
  }
};
