// The specs of the engine alone, in one zone: they run once for every mutant.
const { projects } = require('../../jest.config.js');

const pure = projects.find(({ displayName }) => displayName === 'pure@Europe/Kyiv');

module.exports = {
  ...pure,
  displayName: undefined,
  // The mutation tester wraps it and needs its place, not a pattern.
  testEnvironment: require.resolve('../support/zoned-environment.js'),
  testMatch: [
    '<rootDir>/test/schedule/*.spec.ts',
    '<rootDir>/test/conformance/*.spec.ts',
    '<rootDir>/test/library.spec.ts',
  ],
  // It counts how often each form came up, which a handful of cases cannot show.
  testPathIgnorePatterns: [...pure.testPathIgnorePatterns, 'any-agreement'],
};
