import type { SemanticType } from '../semantic-type';

const atom = '[^\\s@<>()\\[\\],;:\\\\"]+';
const label = '[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]*[\\p{L}\\p{N}])?';

/** RFC 5321 dot-atoms, RFC 6531 letters; no quoted local parts, no address literals. */
export const email: SemanticType = {
  by: 'grammar',
  grammar: `^${atom}@(?:${label}\\.)+\\p{L}{2,}$`,
  confirm: (value) => {
    const at = value.lastIndexOf('@');
    const local = value.slice(0, at);
    return at <= 64 && value.length <= 254 && !local.startsWith('.') && !local.endsWith('.') && !local.includes('..');
  },
  minShare: 0.8,
  names: ['email', 'e mail', 'mail', 'correo', 'courriel'],
  risk: 'medium',
};
