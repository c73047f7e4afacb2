export const queue = 'queue';
