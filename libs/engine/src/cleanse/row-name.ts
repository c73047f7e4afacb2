/** The 0-based data row of the input that a row of the table came from. */
export const rowName = 'rowIndex';
/** Why a row leaves, where rows that leave together do so for reasons of their own. */
export const reasonName = 'reason';
