/** What runs where Docker brings a service: official images, at versions that the tests have seen or that Debian has too. */
export const images = {
  redis: 'redis:7.4-alpine',
  mariadb: 'mariadb:10.11',
  s3: 'minio/minio:RELEASE.2025-04-22T22-12-26Z',
} as const;
