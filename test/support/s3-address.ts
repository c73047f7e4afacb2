const required = (name: string): string => {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: run the tests with npm test`);
  return value;
};

/** Where the S3 server is that the tests are given, and a bucket of it. */
export const s3Endpoint = (): string => required('TEST_S3_ENDPOINT');
export const s3Bucket = (): string => required('TEST_S3_BUCKET');

/** By what it knows the tests. */
export const s3Credentials = () => ({
  region: required('TEST_S3_REGION'),
  accessKeyId: required('TEST_S3_ACCESS_KEY'),
  secretAccessKey: required('TEST_S3_SECRET_KEY'),
});
