export const storage = 'storage';
