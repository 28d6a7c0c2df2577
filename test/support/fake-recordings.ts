import { notFound } from '../../src/core/fault.ts';

/** No recordings. */
export const fakeRecordings = () => {
  const none = async () => {
    throw notFound('there is no recording');
  };
  return { list: async () => [], original: none, stop: none, remove: none };
};
