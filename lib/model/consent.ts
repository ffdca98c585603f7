/** The tag by which the owner of a service agrees to chaos experiments on it. */
export const consentTag = 'chaos';
