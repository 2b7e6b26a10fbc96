import fc from 'fast-check';

/**
 * fast-check with cases that are the same in every run, so that a red test tells of a change and not of luck. Set
 * `PROPERTY_SEED` to a number for other cases; `npm run bench -- --only soak` takes new ones each time.
 */
fc.configureGlobal({ seed: Number(process.env['PROPERTY_SEED'] ?? 57) });

export { fc };
