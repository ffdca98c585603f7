// The first file that runs, under whatever Node is installed: it must parse under an old one, so it imports nothing at the top.
const MIN_NODE_MAJOR = 20;
const major = Number(process.versions.node.split('.')[0]);

if (major < MIN_NODE_MAJOR) {
  console.error(
    `Signalbox needs Node ${MIN_NODE_MAJOR} or newer to start, and this is ${process.version}. Install a newer one from https://nodejs.org and try again.`,
  );
  process.exit(1);
}

import('./watch-npm.mjs')
  .then((npm) => npm.stopWithNpm())
  .then(() => import('./install.mjs'))
  .then((install) => install.installPackages())
  .then(() => import('./handover.mjs'))
  .then((handover) => handover.runTask(process.argv[2], process.argv.slice(3)))
  .then(
    (code) => process.exit(code),
    (error) => {
      console.error(error.message);
      process.exit(1);
    },
  );
