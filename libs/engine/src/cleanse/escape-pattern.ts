/** Text as a pattern that matches it and nothing else, for Rust's `regex`. */
export const escapePattern = (text: string): string => text.replace(/[.*+?^${}()|[\]\\#&~-]/g, '\\$&');
